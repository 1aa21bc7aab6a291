SELECT
  "t2"."start",
  "t2"."business",
  "t2"."area",
  "t2"."numerator",
  "t2"."denominator",
  CAST("t2"."numerator" AS DOUBLE) / NULLIF(CAST("t2"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t1"."start",
    "t1"."business",
    "t1"."area",
    SUM("t1"."numerator") AS "numerator",
    SUM("t1"."denominator") AS "denominator"
  FROM (
    SELECT
      "t0"."day",
      "t0"."business",
      "t0"."area",
      "t0"."engaged_sessions" AS "numerator",
      "t0"."sessions" AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t0"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM "outcomes" AS "t0"
    WHERE
      "t0"."day" IS NOT NULL
      AND "t0"."engaged_sessions" IS NOT NULL
      AND "t0"."sessions" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2"
ORDER BY
  "t2"."start" ASC,
  "t2"."business" ASC,
  "t2"."area" ASC
