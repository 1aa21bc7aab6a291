SELECT
  "t4"."start",
  "t4"."business",
  "t4"."area",
  "t4"."channel",
  "t4"."numerator",
  "t4"."denominator",
  "t4"."numerator" AS "value"
FROM (
  SELECT
    "t3"."start",
    "t3"."business",
    "t3"."area",
    "t3"."channel",
    SUM("t3"."numerator") AS "numerator",
    SUM("t3"."denominator") AS "denominator"
  FROM (
    SELECT
      "t2"."day",
      "t2"."business",
      "t2"."area",
      "t2"."channel",
      "t2"."value" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t2"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t1"."day",
        "t1"."span_days",
        "t1"."business",
        "t1"."area",
        "t1"."platform",
        "t1"."account",
        "t1"."campaign",
        "t1"."channel",
        MAX("t1"."conversions") AS "conversions",
        MAX("t1"."value") AS "value"
      FROM (
        SELECT
          *
        FROM "claims" AS "t0"
        WHERE
          NOT (
            "t0"."platform" IN ('ga4')
          )
      ) AS "t1"
      GROUP BY
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8
    ) AS "t2"
    WHERE
      "t2"."day" IS NOT NULL
  ) AS "t3"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t4"
ORDER BY
  "t4"."start" ASC,
  "t4"."business" ASC,
  "t4"."area" ASC,
  "t4"."channel" ASC
