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
      "t4"."numerator",
      "t4"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t4"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          CAST("t0"."day" AS DATE) AS "day",
          CAST("t0"."business" AS TEXT) AS "business",
          CAST("t0"."area" AS TEXT) AS "area",
          CAST("t0"."channel" AS TEXT) AS "channel",
          CAST("t0"."amount" AS DECIMAL(18, 4)) AS "numerator",
          CAST(NULL AS BIGINT) AS "denominator"
        FROM "spend" AS "t0"
        WHERE
          "t0"."day" IS NOT NULL
      ) AS "t2"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          CAST("t1"."acquired_on" AS DATE) AS "day",
          CAST("t1"."business" AS TEXT) AS "business",
          CAST("t1"."area" AS TEXT) AS "area",
          "t1"."channel",
          CAST(NULL AS DECIMAL(18, 4)) AS "numerator",
          1 AS "denominator"
        FROM "customers" AS "t1"
        WHERE
          "t1"."acquired_on" IS NOT NULL
      ) AS "t3"
    ) AS "t4"
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
