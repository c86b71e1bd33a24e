INSERT INTO tea (id, name, about, price, stock)
SELECT * FROM (VALUES
    (1, 'Jasmine pearls', 'Green tea, scented for five nights', 8.50, 1000),
    (2, 'Old tree oolong', 'Roasted over charcoal, for many infusions', 14.00, 1000),
    (3, 'Spring rain', 'The first leaves of the year, of which there are none left', 32.00, 0))
WHERE NOT EXISTS (SELECT 1 FROM tea);
