namespace RxRecs.Testing;

/// <summary>Checks what every store of snapshots does.</summary>
internal static class SnapshotStoreChecks
{
    public static IEnumerable<Check> All(Func<ISnapshotStore> open) =>
    [
        Over(open, "S1.NothingSaved", store => Has(store, "s1")),
        new("S1.TwoNewest", () =>
        {
            for (var i = 1; i <= 5; i++)
            {
                Use(open, store => store.Save("s1.two", i * 10, [(byte)i]));
                Use(open, store => Has(store, "s1.two", [.. new[] { (i * 10, i), ((i - 1) * 10, i - 1) }.Take(i)]));
            }
        }),
        Over(open, "S1.GreatestPositionFirst", store =>
        {
            store.Save("s1.great", 100, [1]);
            store.Save("s1.great", 101, [2]);
            store.Save("s1.great", 5, [3]);
            Has(store, "s1.great", (101, 2), (5, 3));
            store.Save("s1.great", 6, [4]);
            Has(store, "s1.great", (101, 2), (6, 4));
        }),
        Over(open, "S1.SamePosition", store =>
        {
            store.Save("s1.same", 7, [1]);
            store.Save("s1.same", 7, [2]);
            store.Save("s1.same", 7, [3]);
            Has(store, "s1.same", (7, 3), (7, 2));
        }),
        Over(open, "S1.AnyPosition", store =>
        {
            foreach (var position in new[] { long.MinValue, -1, 0, long.MaxValue })
            {
                store.Save($"s1.at{position}", position, []);
                var loaded = store.Load($"s1.at{position}");
                Require.That(
                    loaded is [{ Content.Length: 0 } one] && one.Position == position,
                    $"An empty snapshot at {position} does not come back.");
            }
        }),
        Over(open, "S2.LargeContent", store =>
        {
            var content = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31)).ToArray();
            store.Save("s2.large", 1, content);
            Require.That(
                store.Load("s2.large")[0].Content.Span.SequenceEqual(content), "3 MB do not come back as they were.");
        }),
        Over(open, "S2.CallersBytes", store =>
        {
            var content = new byte[] { 1 };
            store.Save("s2.bytes", 1, content);
            content[0] = 2;
            Has(store, "s2.bytes", (1, 1));
        }),
        Over(open, "S3.NamesApart", store =>
        {
            string[] names =
                ["S3/a", "s3/a", "s3/A", "s3/../a", "s3/ä", "s3/\U0001F600", "s3/a b", "s3/a'b%_", "s3/topic[1]"];
            for (var i = 0; i < names.Length; i++)
            {
                store.Save(names[i], i, [(byte)i]);
            }

            for (var i = 0; i < names.Length; i++)
            {
                Has(store, names[i], (i, i));
            }

            var listed = store.Names().Where(name => name.StartsWith("s3/", StringComparison.OrdinalIgnoreCase));
            Require.Same([.. names.Order(StringComparer.Ordinal)], [.. listed], "The names, in ordinal order");
        }),
        Over(open, "S3.NoName", store =>
        {
            Refused<ArgumentException>(() => store.Save("", 1, []), "to save under an empty name");
            Refused<ArgumentException>(() => store.Load(""), "to load an empty name");
            Refused<ArgumentException>(() => store.Delete(null!), "to delete no name");
        }),
        Over(open, "S4.Delete", store =>
        {
            store.Save("s4.gone", 9, [9]);
            store.Save("s4.stays", 1, [1]);
            store.Delete("s4.gone");
            store.Delete("s4.never");
            Has(store, "s4.gone");
            Has(store, "s4.stays", (1, 1));
            Require.That(!store.Names().Contains("s4.gone"), "A deleted name is listed.");
            store.Save("s4.gone", 3, [3]);
            Has(store, "s4.gone", (3, 3));
        }),
        Over(open, "S5.SeveralThreads", store =>
        {
            Parallel.For(0, 4, thread =>
            {
                for (var i = 0; i < 20; i++)
                {
                    store.Save($"s5.{thread}", i, [(byte)i]);
                }
            });
            for (var thread = 0; thread < 4; thread++)
            {
                Has(store, $"s5.{thread}", (19, 19), (18, 18));
            }
        }),
    ];

    /// <summary>Opens the store, uses and closes it.</summary>
    public static void Use<TStore>(Func<TStore> open, Action<TStore> action)
    {
        var store = open();
        try
        {
            action(store);
        }
        finally
        {
            (store as IDisposable)?.Dispose();
        }
    }

    public static void Refused<TError>(Action action, string what)
        where TError : Exception
    {
        try
        {
            action();
        }
        catch (TError)
        {
            return;
        }

        throw new ContractException($"The store allows {what}; it should throw an {typeof(TError).Name}.");
    }

    public static void Has(ISnapshotStore store, string name, params (long Position, int Content)[] expected)
    {
        var loaded = store.Load(name);
        Require.Same(
            [.. expected.Select(each => $"{each.Position}: {each.Content}")],
            [.. loaded.Select(each => $"{each.Position}: {string.Join(' ', each.Content.ToArray())}")],
            $"The snapshots of '{name}'");
        Require.That(loaded.Damaged.Count == 0, "Damage where there is none.");
    }

    private static Check Over(Func<ISnapshotStore> open, string id, Action<ISnapshotStore> action) =>
        new(id, () => Use(open, action));
}
