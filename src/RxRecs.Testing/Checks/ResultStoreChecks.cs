using System.Globalization;
using System.Text;
using RxRecs.Storage;

namespace RxRecs.Testing;

/// <summary>Checks what every store of results does.</summary>
internal static class ResultStoreChecks
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Check> All(Func<IResultStore> open) =>
    [
        Over(open, "R1.NothingSaved", store =>
        {
            Rows(store, "r1");
            Require.That(store.LastNumber("r1") == 0, "A name without results has a last number.");
            Require.That(store.Find("r1", "key") is null, "A result is found where none was saved.");
        }),
        new("R1.NewestOfEachKey", () =>
        {
            Save(open, "r1.newest", [Row("b", 1), Row("a", 2), Row("b", 3)]);
            Save(open, "r1.newest", [Row("c", 4), Row("a", 5)]);
            Use(open, store => Rows(store, "r1.newest", Row("a", 5), Row("b", 3), Row("c", 4)));
            Use(open, store => Require.That(
                store.LastNumber("r1.newest") == 5 && store.Find("r1.newest", "b") == Row("b", 3),
                "The last number or the result of a key is another."));
        }),
        Over(open, "R1.Removal", store =>
        {
            store.Save("r1.gone", [Row("a", 1), Row("b", 2), Removal("a", 3), Removal("never", 4)]);
            Rows(store, "r1.gone", Row("b", 2));
            Require.That(store.Find("r1.gone", "a") is null, "A removed row is found.");
            store.Save("r1.gone", [Row("a", 5), Removal("b", 6)]);
            Rows(store, "r1.gone", Row("a", 5));
            Require.That(store.LastNumber("r1.gone") == 6, "A removal has no number.");
        }),
        new("R2.RepeatsAreLeftOut", () =>
        {
            Save(open, "r2.again", [Row("a", 1), Row("b", 2), Row("a", 3), Removal("b", 4)]);
            Save(open, "r2.again", [Row("a", 1, "other"), Row("b", 2, "other")]);
            Save(open, "r2.again", [Row("a", 3, "other"), Removal("b", 4), Row("c", 5)]);
            Use(open, store => Rows(store, "r2.again", Row("a", 3), Row("c", 5)));
        }),
        Over(open, "R2.RefusedAsAWhole", store =>
        {
            store.Save("r2.whole", [Row("a", 1)]);
            var checkpoint = new StoredSnapshot(9, new byte[] { 9 });
            Refused<ArgumentException>(
                () => store.Save("r2.whole", [Row("a", 3), Row("b", 2)], checkpoint), "numbers that fall");
            Refused<ArgumentException>(
                () => store.Save("r2.whole", [Row("a", 2), default], checkpoint), "a result that is default");
            Refused<ArgumentException>(() => store.Save("", [Row("a", 1)]), "an empty name");
            Rows(store, "r2.whole", Row("a", 1));
            SnapshotStoreChecks.Has(store, "r2.whole");
        }),
        new("R3.WithCheckpoint", () =>
        {
            Save(open, "r3.both", [Row("a", 1)], (10, 1));
            Save(open, "r3.both", [Row("a", 2)]);
            Use(open, store => SnapshotStoreChecks.Has(store, "r3.both", (10, 1)));
            Save(open, "r3.both", [], (20, 2));
            Save(open, "r3.both", [Row("b", 3)], (30, 3));
            Use(open, store =>
            {
                SnapshotStoreChecks.Has(store, "r3.both", (30, 3), (20, 2));
                Rows(store, "r3.both", Row("a", 2), Row("b", 3));
            });
        }),
        Over(open, "R3.BytesAreTheCallers", store =>
        {
            // Whoever saves writes the next state, and the next results, over what was given.
            byte[] state = [1];
            var value = Encoding.UTF8.GetBytes("{}");
            store.Save("r3.bytes", [new("a", 1, Start, value)], new StoredSnapshot(10, state));
            (state[0], value[0]) = (2, (byte)'[');
            SnapshotStoreChecks.Has(store, "r3.bytes", (10, 1));
            Rows(store, "r3.bytes", new StoredResult("a", 1, Start, Encoding.UTF8.GetBytes("{}")));
        }),
        Over(open, "R4.Values", store =>
        {
            string[] values = ["{\"a\":\"ä\u0000'\U0001F600\"}", "", "null", new('x', 200_000)];
            var rows = values.Select((value, i) => Row(
                $"'k\u00e4%{i}\U0001F600", i + 1, value, Start.AddTicks((i * 7) + 1))).ToArray();
            store.Save("r4.values", rows);
            Rows(store, "r4.values", rows);
        }),
        Over(open, "R4.Times", store =>
        {
            StoredResult[] rows =
            [
                Row("a", 1, time: DateTimeOffset.MinValue), Row("b", 2, time: DateTimeOffset.MaxValue),
                Row("c", 3, time: new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.FromHours(1))),
            ];
            store.Save("r4.times", rows);
            Rows(store, "r4.times", rows);
        }),
        Over(open, "R4.OrderOfKeys", store =>
        {
            string[] keys = ["z", "\uFFFD", "\U0001F600", "Z", "10", "9", "a", new('k', StoredResult.MaxKeyBytes)];
            var rows = keys.Select((key, i) => Row(key, i + 1)).ToArray();
            store.Save("r4.order", rows);
            var sorted = rows.OrderBy(
                row => Convert.ToHexString(Encoding.UTF8.GetBytes(row.Key)), StringComparer.Ordinal);
            Rows(store, "r4.order", [.. sorted]);
        }),
        Over(open, "R5.Delete", store =>
        {
            store.Save("r5.gone", [Row("a", 7)], new StoredSnapshot(1, new byte[] { 1 }));
            store.Save("r5.stays", [Row("a", 7)]);
            store.Delete("r5.gone");
            Rows(store, "r5.gone");
            Require.That(store.LastNumber("r5.gone") == 0, "A deleted name has a last number.");
            SnapshotStoreChecks.Has(store, "r5.gone");
            store.Save("r5.gone", [Row("b", 1)]);
            Rows(store, "r5.gone", Row("b", 1));
            Rows(store, "r5.stays", Row("a", 7));
        }),
        Over(open, "R5.Names", store =>
        {
            store.Save("r5.results", [Row("a", 1)]);
            store.Save("r5.checkpoint", [], new StoredSnapshot(1, new byte[] { 1 }));
            Require.Same(
                ["r5.checkpoint", "r5.results"],
                [.. store.Names().Where(name => name is "r5.checkpoint" or "r5.results")],
                "Names with a checkpoint or results alone");
        }),
        Over(open, "R6.ReadWhileWriting", ReadWhileWriting),
        new("R7.RandomHistory", () => RandomHistory(open)),
    ];

    // A save sets all ten rows to one value, so a reader that sees two values has seen half a save.
    private static void ReadWhileWriting(IResultStore store)
    {
        const int Saves = 200;
        var writing = Task.Run(() =>
        {
            for (var save = 0; save < Saves; save++)
            {
                var value = save.ToString(CultureInfo.InvariantCulture);
                store.Save("r6", [.. Enumerable.Range(0, 10).Select(i => Row($"{i}", (save * 10) + i + 1, value))]);
            }
        });
        do
        {
            var values = store.ReadResults("r6").Select(Value).Distinct(StringComparer.Ordinal).ToList();
            Require.That(values.Count <= 1, $"A reader sees half of a save: values {string.Join(" and ", values)}.");
        }
        while (!writing.IsCompleted);
        writing.GetAwaiter().GetResult();
    }

    private static void RandomHistory(Func<IResultStore> open)
    {
        var random = new Random(5);
        var model = new SortedDictionary<string, StoredResult>(StringComparer.Ordinal);
        var number = 0L;
        for (var save = 0; save < 100; save++)
        {
            var rows = new List<StoredResult>();
            var back = number - random.Next(0, (int)Math.Min(number, 5) + 1);
            for (var i = back + 1; i <= back + random.Next(0, 12); i++)
            {
                var key = $"k{random.Next(8)}";
                var row = random.Next(4) == 0 ? Removal(key, i) : Row(key, i);
                rows.Add(row);
                if (i <= number)
                {
                    continue;
                }

                number = i;
                model.Remove(key);
                if (row.Value is not null)
                {
                    model.Add(key, row);
                }
            }

            Save(open, "r7", [.. rows]);
            Use(open, store => Rows(store, "r7", [.. model.Values]));
            Use(open, store => Require.That(store.LastNumber("r7") == number, "The last number is another."));
        }
    }

    private static Check Over(Func<IResultStore> open, string id, Action<IResultStore> action) =>
        new(id, () => Use(open, action));

    private static void Use(Func<IResultStore> open, Action<IResultStore> action) =>
        SnapshotStoreChecks.Use(open, action);

    private static void Refused<TError>(Action action, string what)
        where TError : Exception => SnapshotStoreChecks.Refused<TError>(action, what);

    private static void Save(
        Func<IResultStore> open, string name, StoredResult[] rows, (long Position, byte Content)? checkpoint = null) =>
        Use(open, store => store.Save(
            name, rows, checkpoint is { } one ? new StoredSnapshot(one.Position, new[] { one.Content }) : null));

    private static void Rows(IResultStore store, string name, params StoredResult[] expected) =>
        Require.Same(
            [.. expected.Select(each => each.ToString())],
            [.. store.ReadResults(name).Select(each => each.ToString())],
            $"The results of '{name}'");

    private static StoredResult Row(string key, long number, string? value = null, DateTimeOffset? time = null) =>
        new(key, number, time ?? Start.AddTicks(number), Encoding.UTF8.GetBytes(value ?? $"{{\"number\":{number}}}"));

    private static StoredResult Removal(string key, long number) => new(key, number, Start, null);

    private static string Value(StoredResult result) => Encoding.UTF8.GetString(result.Value.GetValueOrDefault().Span);
}
