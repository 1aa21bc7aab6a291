WITH "t13" AS (
  SELECT
    "t12"."business",
    "t12"."visitor",
    "t12"."area",
    "t12"."day",
    "t12"."at",
    "t12"."channel",
    "t12"."is_order",
    "t12"."id",
    "t12"."touched_at",
    "t12"."value",
    COUNT("t12"."touched_at") OVER (
      PARTITION BY "t12"."business", "t12"."visitor"
      ORDER BY "t12"."at" ASC, "t12"."is_order" ASC, "t12"."id" ASC
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
          "t9"."business",
          "t9"."visitor",
          "t9"."area",
          "t9"."day",
          "t9"."at",
          "t9"."channel",
          0 AS "is_order",
          "t9"."touch" AS "id",
          "t9"."at" AS "touched_at",
          CAST(NULL AS DECIMAL(18, 4)) AS "value"
        FROM (
          SELECT
            *
          FROM "touches" AS "t2"
          WHERE
            "t2"."kind" IN ('click', 'visit', 'qualified') AND "t2"."channel" <> 'direct'
        ) AS "t9"
        SEMI JOIN (
          SELECT
            *
          FROM "conversions" AS "t1"
          WHERE
            "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
        ) AS "t8"
          ON "t9"."business" = "t8"."business" AND "t9"."visitor" = "t8"."visitor"
      ) AS "t10"
    ) AS "t11"
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
    ) AS "t5"
  ) AS "t12"
)
SELECT
  "t27"."start",
  "t27"."business",
  "t27"."area",
  "t27"."channel",
  "t27"."numerator",
  "t27"."denominator",
  CAST("t27"."numerator" AS DOUBLE) / NULLIF(CAST("t27"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t26"."start",
    "t26"."business",
    "t26"."area",
    "t26"."channel",
    SUM("t26"."numerator") AS "numerator",
    SUM("t26"."denominator") AS "denominator"
  FROM (
    SELECT
      "t25"."day",
      "t25"."business",
      "t25"."area",
      "t25"."channel",
      "t25"."numerator",
      "t25"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t25"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t23"."day",
          "t23"."business",
          "t23"."area",
          "t23"."channel",
          "t23"."value" AS "numerator",
          CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
        FROM (
          SELECT
            "t22"."day",
            "t22"."business",
            "t22"."area",
            "t22"."value",
            "t22"."channel"
          FROM (
            SELECT
              "t20"."day",
              "t20"."business",
              "t20"."area",
              "t20"."value",
              "t20"."by" AS "channel"
            FROM (
              SELECT
                "t19"."business",
                "t19"."visitor",
                "t19"."area",
                "t19"."day",
                "t19"."at",
                "t19"."is_order",
                "t19"."id",
                "t19"."touched_at",
                "t19"."value",
                "t19"."stretch",
                "t18"."by",
                "t18"."since"
              FROM (
                SELECT
                  "t15".*
                  EXCLUDE ("channel")
                FROM (
                  SELECT
                    *
                  FROM "t13" AS "t14"
                  WHERE
                    "t14"."is_order" = 1
                ) AS "t15"
              ) AS "t19"
              INNER JOIN (
                SELECT
                  "t14"."business",
                  "t14"."visitor",
                  "t14"."stretch",
                  "t14"."channel" AS "by",
                  "t14"."touched_at" AS "since"
                FROM "t13" AS "t14"
                WHERE
                  "t14"."is_order" = 0
              ) AS "t18"
                ON "t19"."business" = "t18"."business"
                AND "t19"."visitor" = "t18"."visitor"
                AND "t19"."stretch" = "t18"."stretch"
            ) AS "t20"
            WHERE
              "t20"."at" <= (
                "t20"."since" + INTERVAL '30' DAY
              )
          ) AS "t22"
          SEMI JOIN "spend" AS "t3"
            ON "t22"."business" = "t3"."business" AND "t22"."channel" = "t3"."channel"
        ) AS "t23"
        WHERE
          "t23"."day" IS NOT NULL
      ) AS "t24"
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
    ) AS "t25"
  ) AS "t26"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t27"
ORDER BY
  "t27"."start" ASC,
  "t27"."business" ASC,
  "t27"."area" ASC,
  "t27"."channel" ASC
