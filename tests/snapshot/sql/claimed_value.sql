SELECT
  "t3"."start",
  "t3"."business",
  "t3"."area",
  "t3"."channel",
  "t3"."numerator",
  "t3"."denominator",
  "t3"."numerator" AS "value"
FROM (
  SELECT
    "t2"."start",
    "t2"."business",
    "t2"."area",
    "t2"."channel",
    SUM("t2"."numerator") AS "numerator",
    SUM("t2"."denominator") AS "denominator"
  FROM (
    SELECT
      "t1"."day",
      "t1"."business",
      "t1"."area",
      "t1"."channel",
      "t1"."value" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t1"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t0"."day",
        "t0"."span_days",
        "t0"."business",
        "t0"."area",
        "t0"."platform",
        "t0"."account",
        "t0"."campaign",
        "t0"."channel",
        MAX("t0"."conversions") AS "conversions",
        MAX("t0"."value") AS "value"
      FROM "claims" AS "t0"
      GROUP BY
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8
    ) AS "t1"
    WHERE
      "t1"."day" IS NOT NULL
  ) AS "t2"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t3"
ORDER BY
  "t3"."start" ASC,
  "t3"."business" ASC,
  "t3"."area" ASC,
  "t3"."channel" ASC
