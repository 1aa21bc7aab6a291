SELECT
  "t6"."start",
  "t6"."business",
  "t6"."area",
  "t6"."channel",
  "t6"."numerator",
  "t6"."denominator",
  CAST("t6"."numerator" AS DOUBLE) / NULLIF(CAST("t6"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t5"."start",
    "t5"."business",
    "t5"."area",
    "t5"."channel",
    SUM("t5"."numerator") AS "numerator",
    SUM("t5"."denominator") AS "denominator"
  FROM (
    SELECT
      "t4"."day",
      "t4"."business",
      "t4"."area",
      "t4"."channel",
      CAST("t4"."reached" AS BIGINT) AS "numerator",
      1 AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t4"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t1"."business",
        "t1"."area",
        "t1"."channel",
        "t1"."created_on" AS "day",
        COALESCE(
          (
            DATE_DIFF('DAY', "t1"."created_on", "t1"."qualified_on") >= 0
          )
          AND (
            DATE_DIFF('DAY', "t1"."created_on", "t1"."qualified_on") <= 30
          ),
          FALSE
        ) AS "reached"
      FROM "leads" AS "t1"
      SEMI JOIN (
        SELECT
          *
        FROM "leads" AS "t0"
        WHERE
          "t0"."qualified_on" IS NOT NULL
      ) AS "t3"
        ON "t1"."business" = "t3"."business"
    ) AS "t4"
    WHERE
      "t4"."day" IS NOT NULL
      AND CAST("t4"."reached" AS BIGINT) IS NOT NULL
      AND 1 IS NOT NULL
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t6"
ORDER BY
  "t6"."start" ASC,
  "t6"."business" ASC,
  "t6"."area" ASC,
  "t6"."channel" ASC
