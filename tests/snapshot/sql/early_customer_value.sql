SELECT
  "t8"."start",
  "t8"."business",
  "t8"."area",
  "t8"."channel",
  "t8"."numerator",
  "t8"."denominator",
  CAST("t8"."numerator" AS DOUBLE) / NULLIF(CAST("t8"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t7"."start",
    "t7"."business",
    "t7"."area",
    "t7"."channel",
    SUM("t7"."numerator") AS "numerator",
    SUM("t7"."denominator") AS "denominator"
  FROM (
    SELECT
      "t6"."day",
      "t6"."business",
      "t6"."area",
      "t6"."channel",
      "t6"."early_margin" AS "numerator",
      1 AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t6"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t5"."business",
        "t5"."customer",
        "t5"."area",
        "t5"."channel",
        "t5"."day",
        CASE
          WHEN SUM(CAST("t5"."margin" IS NULL AS BIGINT)) = 0
          THEN SUM("t5"."margin")
          ELSE CAST(NULL AS DECIMAL(38, 4))
        END AS "margin",
        CASE
          WHEN SUM(
            CAST(CASE WHEN "t5"."age" <= 90 THEN "t5"."margin" ELSE CAST(0 AS DECIMAL(18, 4)) END IS NULL AS BIGINT)
          ) = 0
          THEN SUM(CASE WHEN "t5"."age" <= 90 THEN "t5"."margin" ELSE CAST(0 AS DECIMAL(18, 4)) END)
          ELSE CAST(NULL AS DECIMAL(38, 4))
        END AS "early_margin",
        MAX(CAST((
          "t5"."age" <= 90
        ) AND (
          "t5"."age" > 0
        ) AS BIGINT)) = 1 AS "came_back"
      FROM (
        SELECT
          "t2"."business",
          "t2"."customer",
          "t2"."area",
          "t2"."channel",
          "t4"."margin",
          "t2"."acquired_on" AS "day",
          DATE_DIFF('DAY', "t2"."acquired_on", "t4"."ordered_on") AS "age"
        FROM "customers" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."business",
            "t1"."customer",
            "t1"."margin",
            "t1"."day" AS "ordered_on"
          FROM "conversions" AS "t1"
          WHERE
            "t1"."kind" = 'order'
        ) AS "t4"
          ON "t2"."business" = "t4"."business" AND "t2"."customer" = "t4"."customer"
      ) AS "t5"
      GROUP BY
        1,
        2,
        3,
        4,
        5
    ) AS "t6"
    WHERE
      "t6"."day" IS NOT NULL AND "t6"."early_margin" IS NOT NULL AND 1 IS NOT NULL
  ) AS "t7"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t8"
ORDER BY
  "t8"."start" ASC,
  "t8"."business" ASC,
  "t8"."area" ASC,
  "t8"."channel" ASC
