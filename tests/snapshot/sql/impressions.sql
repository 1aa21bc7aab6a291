SELECT
  "t2"."start",
  "t2"."business",
  "t2"."area",
  "t2"."channel",
  "t2"."numerator",
  "t2"."denominator",
  "t2"."numerator" AS "value"
FROM (
  SELECT
    "t1"."start",
    "t1"."business",
    "t1"."area",
    "t1"."channel",
    SUM("t1"."numerator") AS "numerator",
    SUM("t1"."denominator") AS "denominator"
  FROM (
    SELECT
      "t0"."day",
      "t0"."business",
      "t0"."area",
      "t0"."channel",
      "t0"."impressions" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t0"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM "spend" AS "t0"
    WHERE
      "t0"."day" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t2"
ORDER BY
  "t2"."start" ASC,
  "t2"."business" ASC,
  "t2"."area" ASC,
  "t2"."channel" ASC
