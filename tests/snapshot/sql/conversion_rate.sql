SELECT
  "t22"."start",
  "t22"."business",
  "t22"."area",
  "t22"."channel",
  "t22"."numerator",
  "t22"."denominator",
  CAST("t22"."numerator" AS DOUBLE) / NULLIF(CAST("t22"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t21"."start",
    "t21"."business",
    "t21"."area",
    "t21"."channel",
    SUM("t21"."numerator") AS "numerator",
    SUM("t21"."denominator") AS "denominator"
  FROM (
    SELECT
      "t20"."day",
      "t20"."business",
      "t20"."area",
      "t20"."channel",
      CAST("t20"."converted" AS BIGINT) AS "numerator",
      1 AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t20"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."day",
            "t7"."business",
            "t7"."area",
            "t7"."channel",
            FALSE AS "converted"
          FROM (
            SELECT
              "t0"."business",
              "t0"."visitor",
              "t0"."area",
              "t0"."channel",
              "t0"."day"
            FROM "touches" AS "t0"
            WHERE
              "t0"."kind" IN ('visit', 'qualified')
          ) AS "t7"
          ANTI JOIN (
            SELECT
              "t1"."business",
              "t1"."visitor"
            FROM "conversions" AS "t1"
            WHERE
              "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
          ) AS "t9"
            ON "t7"."business" = "t9"."business" AND "t7"."visitor" = "t9"."visitor"
          SEMI JOIN (
            SELECT
              *
            FROM "conversions" AS "t1"
            WHERE
              "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
          ) AS "t10"
            ON "t7"."business" = "t10"."business"
        ) AS "t12"
      ) AS "t14"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t18"."day",
          "t18"."business",
          "t18"."area",
          "t18"."channel",
          COALESCE("t18"."ordered_at" <= (
            "t18"."since" + INTERVAL '1' DAY
          ), FALSE) AS "converted"
        FROM (
          SELECT
            "t17"."business",
            "t17"."visitor",
            "t17"."stretch",
            MAX("t17"."day") FILTER(WHERE
              "t17"."is_order" = 0) AS "day",
            MAX("t17"."area") FILTER(WHERE
              "t17"."is_order" = 0) AS "area",
            MAX("t17"."channel") FILTER(WHERE
              "t17"."is_order" = 0) AS "channel",
            MAX("t17"."touched_at") AS "since",
            MIN("t17"."at") FILTER(WHERE
              NOT (
                "t17"."is_order" = 0
              )) AS "ordered_at"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t15"."business",
                "t15"."visitor",
                "t15"."area",
                "t15"."day",
                "t15"."at",
                "t15"."channel",
                "t15"."is_order",
                "t15"."id",
                "t15"."touched_at",
                "t15"."value",
                COUNT("t15"."touched_at") OVER (
                  PARTITION BY "t15"."business", "t15"."visitor"
                  ORDER BY "t15"."at" ASC, "t15"."is_order" ASC, "t15"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "stretch"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t8"."business",
                      "t8"."visitor",
                      "t8"."area",
                      "t8"."day",
                      "t8"."at",
                      "t8"."channel",
                      0 AS "is_order",
                      "t8"."touch" AS "id",
                      "t8"."at" AS "touched_at",
                      CAST(NULL AS DECIMAL(18, 4)) AS "value"
                    FROM (
                      SELECT
                        *
                      FROM "touches" AS "t0"
                      WHERE
                        "t0"."kind" IN ('visit', 'qualified')
                    ) AS "t8"
                    SEMI JOIN (
                      SELECT
                        "t1"."business",
                        "t1"."visitor"
                      FROM "conversions" AS "t1"
                      WHERE
                        "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
                    ) AS "t9"
                      ON "t8"."business" = "t9"."business" AND "t8"."visitor" = "t9"."visitor"
                  ) AS "t11"
                ) AS "t13"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    CAST("t1"."business" AS TEXT) AS "business",
                    "t1"."visitor",
                    CAST("t1"."area" AS TEXT) AS "area",
                    CAST("t1"."day" AS DATE) AS "day",
                    CAST("t1"."at" AS TIMESTAMPTZ) AS "at",
                    CAST(NULL AS TEXT) AS "channel",
                    1 AS "is_order",
                    CAST("t1"."conversion" AS TEXT) AS "id",
                    CAST(NULL AS TIMESTAMPTZ) AS "touched_at",
                    "t1"."value"
                  FROM "conversions" AS "t1"
                  WHERE
                    "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
                ) AS "t6"
              ) AS "t15"
            ) AS "t16"
            WHERE
              "t16"."stretch" > 0
          ) AS "t17"
          GROUP BY
            1,
            2,
            3
        ) AS "t18"
      ) AS "t19"
    ) AS "t20"
    WHERE
      "t20"."day" IS NOT NULL
      AND CAST("t20"."converted" AS BIGINT) IS NOT NULL
      AND 1 IS NOT NULL
  ) AS "t21"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t22"
ORDER BY
  "t22"."start" ASC,
  "t22"."business" ASC,
  "t22"."area" ASC,
  "t22"."channel" ASC
