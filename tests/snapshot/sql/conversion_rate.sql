SELECT
  "t14"."start",
  "t14"."business",
  "t14"."area",
  "t14"."channel",
  "t14"."numerator",
  "t14"."denominator",
  CAST("t14"."numerator" AS DOUBLE) / NULLIF(CAST("t14"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t13"."start",
    "t13"."business",
    "t13"."area",
    "t13"."channel",
    SUM("t13"."numerator") AS "numerator",
    SUM("t13"."denominator") AS "denominator"
  FROM (
    SELECT
      "t12"."day",
      "t12"."business",
      "t12"."area",
      "t12"."channel",
      CAST(COALESCE("t12"."ordered_at" <= (
        "t12"."since" + INTERVAL '1' DAY
      ), FALSE) AS BIGINT) AS "numerator",
      1 AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t12"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t11"."business",
        "t11"."visitor",
        "t11"."stretch",
        MAX("t11"."day") FILTER(WHERE
          "t11"."is_order" = 0) AS "day",
        MAX("t11"."area") FILTER(WHERE
          "t11"."is_order" = 0) AS "area",
        MAX("t11"."channel") FILTER(WHERE
          "t11"."is_order" = 0) AS "channel",
        MAX("t11"."touched_at") AS "since",
        MIN("t11"."at") FILTER(WHERE
          NOT (
            "t11"."is_order" = 0
          )) AS "ordered_at"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t9"."business",
            "t9"."visitor",
            "t9"."area",
            "t9"."day",
            "t9"."at",
            "t9"."channel",
            "t9"."is_order",
            "t9"."id",
            "t9"."touched_at",
            "t9"."value",
            COUNT("t9"."touched_at") OVER (
              PARTITION BY "t9"."business", "t9"."visitor"
              ORDER BY "t9"."at" ASC, "t9"."is_order" ASC, "t9"."id" ASC
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
                  "t6"."business",
                  "t6"."visitor",
                  "t6"."area",
                  "t6"."day",
                  "t6"."at",
                  "t6"."channel",
                  0 AS "is_order",
                  "t6"."touch" AS "id",
                  "t6"."at" AS "touched_at",
                  CAST(NULL AS DECIMAL(18, 4)) AS "value"
                FROM (
                  SELECT
                    *
                  FROM "touches" AS "t1"
                  WHERE
                    "t1"."kind" IN ('visit', 'qualified')
                ) AS "t6"
                SEMI JOIN (
                  SELECT
                    *
                  FROM "conversions" AS "t0"
                  WHERE
                    "t0"."kind" = 'order' AND "t0"."visitor" IS NOT NULL
                ) AS "t5"
                  ON "t6"."business" = "t5"."business"
              ) AS "t7"
            ) AS "t8"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                CAST("t0"."business" AS TEXT) AS "business",
                "t0"."visitor",
                CAST("t0"."area" AS TEXT) AS "area",
                CAST("t0"."day" AS DATE) AS "day",
                CAST("t0"."at" AS TIMESTAMPTZ) AS "at",
                CAST(NULL AS TEXT) AS "channel",
                1 AS "is_order",
                CAST("t0"."conversion" AS TEXT) AS "id",
                CAST(NULL AS TIMESTAMPTZ) AS "touched_at",
                "t0"."value"
              FROM "conversions" AS "t0"
              WHERE
                "t0"."kind" = 'order' AND "t0"."visitor" IS NOT NULL
            ) AS "t2"
          ) AS "t9"
        ) AS "t10"
        WHERE
          "t10"."stretch" > 0
      ) AS "t11"
      GROUP BY
        1,
        2,
        3
    ) AS "t12"
    WHERE
      "t12"."day" IS NOT NULL
      AND CAST(COALESCE("t12"."ordered_at" <= (
        "t12"."since" + INTERVAL '1' DAY
      ), FALSE) AS BIGINT) IS NOT NULL
      AND 1 IS NOT NULL
  ) AS "t13"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t14"
ORDER BY
  "t14"."start" ASC,
  "t14"."business" ASC,
  "t14"."area" ASC,
  "t14"."channel" ASC
