SELECT
  "t11"."start",
  "t11"."business",
  "t11"."area",
  "t11"."channel",
  "t11"."numerator",
  "t11"."denominator",
  CAST("t11"."numerator" AS DOUBLE) / NULLIF(CAST("t11"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t10"."start",
    "t10"."business",
    "t10"."area",
    "t10"."channel",
    SUM("t10"."numerator") AS "numerator",
    SUM("t10"."denominator") AS "denominator"
  FROM (
    SELECT
      "t9"."day",
      "t9"."business",
      "t9"."area",
      "t9"."channel",
      "t9"."numerator",
      "t9"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t9"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          CAST("t3"."day" AS DATE) AS "day",
          CAST("t3"."business" AS TEXT) AS "business",
          CAST("t3"."area" AS TEXT) AS "area",
          CAST("t3"."channel" AS TEXT) AS "channel",
          "t3"."value" AS "numerator",
          CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
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
        ) AS "t3"
        WHERE
          "t3"."day" IS NOT NULL
      ) AS "t6"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t7"."day",
          "t7"."business",
          "t7"."area",
          "t7"."channel",
          CAST(NULL AS DECIMAL(18, 4)) AS "numerator",
          "t7"."amount" AS "denominator"
        FROM (
          SELECT
            "t2"."day",
            "t2"."span_days",
            "t2"."business",
            "t2"."area",
            "t2"."account",
            "t2"."campaign",
            "t2"."channel",
            "t2"."currency",
            "t2"."amount",
            "t2"."impressions",
            "t2"."clicks",
            "t2"."reach"
          FROM "spend" AS "t2"
          SEMI JOIN (
            SELECT
              *
            FROM "claims" AS "t0"
            WHERE
              "t0"."value" IS NOT NULL
          ) AS "t5"
            ON "t2"."business" = "t5"."business" AND "t2"."channel" = "t5"."channel"
        ) AS "t7"
        WHERE
          "t7"."day" IS NOT NULL
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t11"
ORDER BY
  "t11"."start" ASC,
  "t11"."business" ASC,
  "t11"."area" ASC,
  "t11"."channel" ASC
