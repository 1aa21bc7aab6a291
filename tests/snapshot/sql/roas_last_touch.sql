SELECT
  "t16"."start",
  "t16"."business",
  "t16"."area",
  "t16"."channel",
  "t16"."numerator",
  "t16"."denominator",
  CAST("t16"."numerator" AS DOUBLE) / NULLIF(CAST("t16"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t15"."start",
    "t15"."business",
    "t15"."area",
    "t15"."channel",
    SUM("t15"."numerator") AS "numerator",
    SUM("t15"."denominator") AS "denominator"
  FROM (
    SELECT
      "t14"."day",
      "t14"."business",
      "t14"."area",
      "t14"."channel",
      "t14"."numerator",
      "t14"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t14"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t12"."day",
          "t12"."business",
          "t12"."area",
          "t12"."channel",
          "t12"."value" AS "numerator",
          CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
        FROM (
          SELECT
            "t11"."day",
            "t11"."business",
            "t11"."area",
            "t11"."channel",
            "t11"."value"
          FROM (
            SELECT
              "t9"."day",
              "t9"."business",
              "t9"."area",
              "t9"."channel",
              "t9"."value"
            FROM (
              SELECT
                "t8"."business",
                "t8"."visitor",
                "t8"."area",
                "t8"."day",
                "t8"."at",
                MAX("t8"."channel") OVER (
                  PARTITION BY "t8"."business", "t8"."visitor", "t8"."stretch"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "channel",
                "t8"."is_order",
                "t8"."id",
                "t8"."touched_at",
                "t8"."value",
                "t8"."stretch",
                MAX("t8"."touched_at") OVER (
                  PARTITION BY "t8"."business", "t8"."visitor", "t8"."stretch"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "since"
              FROM (
                SELECT
                  "t7"."business",
                  "t7"."visitor",
                  "t7"."area",
                  "t7"."day",
                  "t7"."at",
                  "t7"."channel",
                  "t7"."is_order",
                  "t7"."id",
                  "t7"."touched_at",
                  "t7"."value",
                  COUNT("t7"."touched_at") OVER (
                    PARTITION BY "t7"."business", "t7"."visitor"
                    ORDER BY "t7"."at" ASC, "t7"."is_order" ASC, "t7"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  ) AS "stretch"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      CAST("t1"."business" AS TEXT) AS "business",
                      CAST("t1"."visitor" AS TEXT) AS "visitor",
                      CAST("t1"."area" AS TEXT) AS "area",
                      CAST("t1"."day" AS DATE) AS "day",
                      CAST("t1"."at" AS TIMESTAMPTZ) AS "at",
                      CAST("t1"."channel" AS TEXT) AS "channel",
                      0 AS "is_order",
                      CAST("t1"."touch" AS TEXT) AS "id",
                      CAST("t1"."at" AS TIMESTAMPTZ) AS "touched_at",
                      CAST(NULL AS DECIMAL(18, 4)) AS "value"
                    FROM "touches" AS "t1"
                    WHERE
                      "t1"."kind" IN ('click', 'visit', 'qualified') AND "t1"."channel" <> 'direct'
                  ) AS "t5"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      CAST("t2"."business" AS TEXT) AS "business",
                      "t2"."visitor",
                      CAST("t2"."area" AS TEXT) AS "area",
                      CAST("t2"."day" AS DATE) AS "day",
                      CAST("t2"."at" AS TIMESTAMPTZ) AS "at",
                      CAST(NULL AS TEXT) AS "channel",
                      1 AS "is_order",
                      CAST("t2"."conversion" AS TEXT) AS "id",
                      CAST(NULL AS TIMESTAMPTZ) AS "touched_at",
                      "t2"."value"
                    FROM "conversions" AS "t2"
                    WHERE
                      "t2"."kind" = 'order' AND "t2"."visitor" IS NOT NULL
                  ) AS "t6"
                ) AS "t7"
              ) AS "t8"
            ) AS "t9"
            WHERE
              "t9"."since" IS NOT NULL
              AND "t9"."at" <= (
                "t9"."since" + INTERVAL '30' DAY
              )
              AND "t9"."is_order" = 1
          ) AS "t11"
          SEMI JOIN "spend" AS "t3"
            ON "t11"."business" = "t3"."business" AND "t11"."channel" = "t3"."channel"
        ) AS "t12"
        WHERE
          "t12"."day" IS NOT NULL
      ) AS "t13"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          CAST("t0"."day" AS DATE) AS "day",
          CAST("t0"."business" AS TEXT) AS "business",
          CAST("t0"."area" AS TEXT) AS "area",
          CAST("t0"."channel" AS TEXT) AS "channel",
          CAST(NULL AS DECIMAL(18, 4)) AS "numerator",
          CAST("t0"."amount" AS DECIMAL(18, 4)) AS "denominator"
        FROM "spend" AS "t0"
        WHERE
          "t0"."day" IS NOT NULL
      ) AS "t4"
    ) AS "t14"
  ) AS "t15"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t16"
ORDER BY
  "t16"."start" ASC,
  "t16"."business" ASC,
  "t16"."area" ASC,
  "t16"."channel" ASC
