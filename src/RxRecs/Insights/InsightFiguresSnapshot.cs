using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>The figures of a period in a snapshot.</summary>
internal static class InsightFiguresSnapshot
{
    public static void Write(SnapshotWriter writer, in InsightFigures figures)
    {
        writer.Write(figures.Revenue);
        writer.Write(figures.CartsLeft.Worth);
        foreach (var count in Counts(figures))
        {
            writer.WriteInt64(count);
        }
    }

    public static InsightFigures Read(SnapshotReader reader)
    {
        var (revenue, worth) = (reader.Read<decimal>(), reader.Read<decimal>());
        Require(worth >= 0);
        var figures = new InsightFigures
        {
            Revenue = revenue,
            Views = Count(reader),
            Carts = Count(reader),
            Removals = Count(reader),
            Purchases = Count(reader),
            Returns = Count(reader),
            Users = Count(reader),
            CartsLeft = new(Count(reader), Count(reader), worth, Count(reader), Count(reader)),
            ViewToCart = Conversion(reader),
            CartToPurchase = Conversion(reader),
            ViewToPurchase = Conversion(reader),
            Gaps = new()
            {
                Late = Count(reader),
                WithoutUser = Count(reader),
                WithoutCategory = Count(reader),
                WithoutBrand = Count(reader),
                PurchasesWithoutPrice = Count(reader),
                BeyondMaxUsers = Count(reader),
                ForgottenCarts = Count(reader),
                ForgottenItems = Count(reader),
            },
        };
        return figures;
    }

    // In the order in which they are read.
    private static long[] Counts(in InsightFigures figures)
    {
        var (left, gaps) = (figures.CartsLeft, figures.Gaps);
        return
        [
            figures.Views, figures.Carts, figures.Removals, figures.Purchases, figures.Returns, figures.Users,
            left.Count, left.Lines, left.LinesWithoutPrice, left.TakenUp,
            figures.ViewToCart.Users, figures.ViewToCart.Converted,
            figures.CartToPurchase.Users, figures.CartToPurchase.Converted,
            figures.ViewToPurchase.Users, figures.ViewToPurchase.Converted,
            gaps.Late, gaps.WithoutUser, gaps.WithoutCategory, gaps.WithoutBrand, gaps.PurchasesWithoutPrice,
            gaps.BeyondMaxUsers, gaps.ForgottenCarts, gaps.ForgottenItems,
        ];
    }

    private static InsightConversion Conversion(SnapshotReader reader)
    {
        var conversion = new InsightConversion(Count(reader), Count(reader));
        Require(conversion.Converted <= conversion.Users);
        return conversion;
    }

    private static long Count(SnapshotReader reader)
    {
        var count = reader.ReadInt64();
        Require(count >= 0);
        return count;
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("Figures of a period that cannot be: the snapshot is damaged.");
        }
    }
}
