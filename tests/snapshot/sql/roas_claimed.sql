SELECT
  "t12"."start",
  "t12"."business",
  "t12"."area",
  "t12"."channel",
  "t12"."numerator",
  "t12"."denominator",
  CAST("t12"."numerator" AS DOUBLE) / NULLIF(CAST("t12"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t11"."start",
    "t11"."business",
    "t11"."area",
    "t11"."channel",
    SUM("t11"."numerator") AS "numerator",
    SUM("t11"."denominator") AS "denominator"
  FROM (
    SELECT
      "t10"."day",
      "t10"."business",
      "t10"."area",
      "t10"."channel",
      "t10"."numerator",
      "t10"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t10"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          CAST("t6"."day" AS DATE) AS "day",
          CAST("t6"."business" AS TEXT) AS "business",
          CAST("t6"."area" AS TEXT) AS "area",
          CAST("t6"."channel" AS TEXT) AS "channel",
          "t6"."value" AS "numerator",
          CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
        FROM (
          SELECT
            "t3"."day",
            "t3"."span_days",
            "t3"."business",
            "t3"."area",
            "t3"."platform",
            "t3"."account",
            "t3"."campaign",
            "t3"."channel",
            MAX("t3"."conversions") AS "conversions",
            MAX("t3"."value") AS "value"
          FROM (
            SELECT
              *
            FROM "claims" AS "t0"
            WHERE
              NOT (
                "t0"."platform" IN ('ga4')
              )
          ) AS "t3"
          GROUP BY
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8
        ) AS "t6"
        WHERE
          "t6"."day" IS NOT NULL
      ) AS "t8"
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
              NOT (
                "t0"."platform" IN ('ga4')
              ) AND "t0"."value" IS NOT NULL
          ) AS "t5"
            ON "t2"."business" = "t5"."business" AND "t2"."channel" = "t5"."channel"
        ) AS "t7"
        WHERE
          "t7"."day" IS NOT NULL
      ) AS "t9"
    ) AS "t10"
  ) AS "t11"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t12"
ORDER BY
  "t12"."start" ASC,
  "t12"."business" ASC,
  "t12"."area" ASC,
  "t12"."channel" ASC
