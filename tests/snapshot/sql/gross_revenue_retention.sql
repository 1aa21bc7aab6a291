WITH "t2" AS (
  SELECT
    "t1"."business",
    "t1"."customer",
    "t1"."start",
    CASE
      WHEN SUM(CAST("t1"."value" IS NULL AS BIGINT)) = 0
      THEN SUM("t1"."value")
      ELSE CAST(NULL AS DECIMAL(38, 4))
    END AS "value",
    COUNT(*) AS "orders"
  FROM (
    SELECT
      "t0"."business",
      "t0"."customer",
      "t0"."value",
      CAST(DATE_TRUNC('WEEK', CAST("t0"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM "conversions" AS "t0"
    WHERE
      "t0"."kind" = 'order'
      AND "t0"."customer" IS NOT NULL
      AND CAST(DATE_TRUNC('WEEK', CAST("t0"."day" AS TIMESTAMP)) AS DATE) IS NOT NULL
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t12"."start",
  "t12"."business",
  "t12"."numerator",
  "t12"."denominator",
  CAST("t12"."numerator" AS DOUBLE) / NULLIF(CAST("t12"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t11"."start",
    "t11"."business",
    SUM("t11"."numerator") AS "numerator",
    SUM("t11"."denominator") AS "denominator"
  FROM (
    SELECT
      "t10"."day",
      "t10"."business",
      "t10"."numerator",
      "t10"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t10"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t9"."day",
        "t9"."business",
        LEAST(
          GREATEST(
            CASE WHEN "t9"."orders" IS NULL THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t9"."value" END,
            CAST(0 AS DECIMAL(38, 4))
          ),
          "t9"."before"
        ) AS "numerator",
        "t9"."before" AS "denominator"
      FROM (
        SELECT
          "t8"."business",
          "t8"."customer",
          "t8"."day",
          "t8"."before",
          "t6"."orders",
          "t6"."customer_now",
          "t6"."business_now",
          "t6"."start",
          "t6"."value"
        FROM (
          SELECT
            "t3"."business",
            "t3"."customer",
            CAST(CAST("t3"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE) AS "day",
            "t3"."value" AS "before"
          FROM "t2" AS "t3"
          WHERE
            "t3"."value" > 0
        ) AS "t8"
        SEMI JOIN "t2" AS "t4"
          ON "t8"."business" = "t4"."business" AND "t8"."day" = "t4"."start"
        LEFT OUTER JOIN (
          SELECT
            "t3"."orders",
            "t3"."customer" AS "customer_now",
            "t3"."business" AS "business_now",
            "t3"."start",
            "t3"."value"
          FROM "t2" AS "t3"
        ) AS "t6"
          ON "t8"."business" = "t6"."business_now"
          AND "t8"."customer" = "t6"."customer_now"
          AND "t8"."day" = "t6"."start"
      ) AS "t9"
      WHERE
        CASE WHEN "t9"."orders" IS NULL THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t9"."value" END IS NOT NULL
        AND "t9"."day" IS NOT NULL
    ) AS "t10"
    WHERE
      "t10"."numerator" IS NOT NULL AND "t10"."denominator" IS NOT NULL
  ) AS "t11"
  GROUP BY
    1,
    2
) AS "t12"
ORDER BY
  "t12"."start" ASC,
  "t12"."business" ASC
