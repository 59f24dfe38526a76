using System.Buffers;
using System.CommandLine;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Commands;

/// <summary>Writes the log of a synthetic shop, to be piped, kept, or fed to the other commands.</summary>
internal static class GenerateCommand
{
    private const int FlushAt = 1 << 16;

    public static Command Create(CommandBuilder builder)
    {
        var usual = new ShopSettings();
        var rows = ShopOption.Count("--rows", (int)usual.Rows, "Rows to make.", most: 2_000_000_000);
        var users = ShopOption.Count("--users", usual.Users, "Users, a few of them busy.", most: 10_000_000);
        var items = ShopOption.Count(
            "--items", usual.Items, "Items, a few of them popular, six that rise and fall.", most: 1_000_000);
        var days = ShopOption.Count("--days", usual.Days, "Days that the rows are spread over.", most: 3650);
        var seed = ShopOption.Count(
            "--seed", usual.Seed, "Another seed makes another shop.", least: 0, most: int.MaxValue);
        var start = ShopOption.Date("--start", "The first midnight; 2026-03-02 unless given.");
        var late = ShopOption.Number("--late", usual.Late, "Share of rows that come hours late.", most: 0.5);
        var broken = ShopOption.Number("--broken", usual.Broken, "Share of rows that cannot be read.", most: 0.5);
        var duplicates = ShopOption.Number(
            "--duplicates", usual.Duplicates, "Share of rows that are written twice.", most: 0.5);
        var output = new TargetFile(ShopOption.Text("--output", "FILE", "Where to; standard output unless given."));

        var command = new Command(
            "generate",
            "Write the log of a synthetic shop as CSV in the REES46 layout; a seed always gives the same bytes.")
        {
            rows, users, items, days, seed, start, late, broken, duplicates,
        };
        foreach (var option in output.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed => Run(builder, output.Path(parsed), new ShopSettings
        {
            Rows = parsed.GetValue(rows),
            Users = parsed.GetValue(users),
            Items = parsed.GetValue(items),
            Days = parsed.GetValue(days),
            Seed = parsed.GetValue(seed),
            Start = parsed.GetValue(start) ?? usual.Start,
            Late = parsed.GetValue(late),
            Broken = parsed.GetValue(broken),
            Duplicates = parsed.GetValue(duplicates),
        }));
        return command;
    }

    private static int Run(CommandBuilder builder, string? path, ShopSettings settings)
    {
        using var generator = new ShopGenerator(settings);
        using (var file = path is null ? null : File.Create(path))
        {
            ProgressBar.Show(builder.Terminal, "Generating", bar =>
            {
                bar.Length = settings.Rows;
                Write(generator, file ?? builder.Terminal.Output, bar, builder.Signal.Token);
            });
        }

        var made = generator.Tally;
        var text = $"{made.Rows:#,0} rows made, {made.Late:#,0} of them late, {made.Broken:#,0} broken, ";
        builder.Terminal.Error.WriteLine(text + $"{made.Duplicates:#,0} twice.");
        return builder.Signal.Token.IsCancellationRequested ? builder.Signal.ExitCode : ExitCode.Success;
    }

    private static void Write(ShopGenerator generator, Stream output, ProgressBar bar, CancellationToken stop)
    {
        var rows = new ArrayBufferWriter<byte>(FlushAt * 2);
        ShopGenerator.WriteHeader(rows);
        while (!stop.IsCancellationRequested && generator.WriteNext(rows))
        {
            bar.Count();
            if (rows.WrittenCount >= FlushAt)
            {
                output.Write(rows.WrittenSpan);
                rows.ResetWrittenCount();
                bar.MoveTo(bar.Events);
            }
        }

        output.Write(rows.WrittenSpan);
    }
}
