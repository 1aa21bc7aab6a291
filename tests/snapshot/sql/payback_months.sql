SELECT
  "t15"."start",
  "t15"."business",
  "t15"."area",
  "t15"."channel",
  "t15"."numerator",
  "t15"."denominator",
  "t15"."numerator" AS "value"
FROM (
  SELECT
    "t14"."start",
    "t14"."business",
    "t14"."area",
    "t14"."channel",
    SUM("t14"."numerator") AS "numerator",
    SUM("t14"."denominator") AS "denominator"
  FROM (
    SELECT
      "t13"."start" AS "day",
      "t13"."business",
      "t13"."area",
      "t13"."channel",
      "t13"."months" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t13"."start" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t12"."start",
        "t12"."business",
        "t12"."area",
        "t12"."channel",
        MIN("t12"."month") AS "months"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t10"."start",
            "t10"."business",
            "t10"."area",
            "t10"."channel",
            "t10"."month",
            "t10"."cash",
            SUM("t10"."cash") OVER (
              PARTITION BY "t10"."start", "t10"."business", "t10"."area", "t10"."channel"
              ORDER BY "t10"."month" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "balance",
            MIN(
              CASE WHEN "t10"."month" = 0 THEN "t10"."cash" ELSE CAST(NULL AS DECIMAL(38, 4)) END
            ) OVER (
              PARTITION BY "t10"."start", "t10"."business", "t10"."area", "t10"."channel"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "spending"
          FROM (
            SELECT
              "t9"."start",
              "t9"."business",
              "t9"."area",
              "t9"."channel",
              "t9"."month",
              SUM("t9"."cash") AS "cash"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  CAST("t0"."business" AS TEXT) AS "business",
                  CAST("t0"."area" AS TEXT) AS "area",
                  CAST("t0"."channel" AS TEXT) AS "channel",
                  CAST(DATE_TRUNC('WEEK', CAST("t0"."day" AS TIMESTAMP)) AS DATE) AS "start",
                  0 AS "month",
                  CAST(-(
                    "t0"."amount"
                  ) AS DECIMAL(18, 4)) AS "cash"
                FROM "spend" AS "t0"
                WHERE
                  "t0"."day" IS NOT NULL
              ) AS "t6"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t7"."business",
                  "t7"."area",
                  "t7"."channel",
                  CAST(DATE_TRUNC('WEEK', CAST("t7"."day" AS TIMESTAMP)) AS DATE) AS "start",
                  GREATEST(CAST(FLOOR((
                    "t7"."age"
                  ) / (
                    30
                  )) AS BIGINT) + 1, 1) AS "month",
                  "t7"."margin" AS "cash"
                FROM (
                  SELECT
                    "t3"."business",
                    "t3"."customer",
                    "t3"."area",
                    "t3"."channel",
                    "t5"."margin",
                    "t3"."acquired_on" AS "day",
                    DATE_DIFF('DAY', "t3"."acquired_on", "t5"."ordered_on") AS "age"
                  FROM "customers" AS "t3"
                  INNER JOIN (
                    SELECT
                      "t2"."business",
                      "t2"."customer",
                      "t2"."margin",
                      "t2"."day" AS "ordered_on"
                    FROM "conversions" AS "t2"
                    WHERE
                      "t2"."kind" = 'order'
                  ) AS "t5"
                    ON "t3"."business" = "t5"."business" AND "t3"."customer" = "t5"."customer"
                ) AS "t7"
                WHERE
                  "t7"."day" IS NOT NULL
              ) AS "t8"
            ) AS "t9"
            GROUP BY
              1,
              2,
              3,
              4,
              5
          ) AS "t10"
        ) AS "t11"
        WHERE
          "t11"."spending" < 0 AND "t11"."month" > 0 AND "t11"."balance" >= 0
      ) AS "t12"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t13"
    WHERE
      "t13"."start" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t15"
ORDER BY
  "t15"."start" ASC,
  "t15"."business" ASC,
  "t15"."area" ASC,
  "t15"."channel" ASC
