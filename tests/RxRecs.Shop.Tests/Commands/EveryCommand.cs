using System.CommandLine;
using RxRecs.Kafka;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Runs every command that reads events, as the host has them: one that is new is among them.</summary>
internal static class EveryCommand
{
    /// <summary>Runs each command over a file of events, the first of which are of 08:00 on 2026-03-02.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="options">Options that every command takes.</param>
    /// <returns>The name of each command and what it has written.</returns>
    public static IEnumerable<(string Name, ShopConsole Run)> Over(string file, params string[] options)
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("user_activities", 2);
        broker.CreateTopic("user-events", 2);
        var model = Path.Combine(Path.GetTempPath(), $"rxrecs-every-{Guid.NewGuid():N}.csv");
        try
        {
            foreach (var command in Names())
            {
                string[] needed = command switch
                {
                    "replay" or "sessions" => ["--broker", broker.BootstrapServers],
                    "train linear" => ["--output", model],
                    "tune" => ["--trials", "2", "--valid-from", "2026-03-02T08:00:30Z"], // so that something comes next
                    _ => [],
                };
                yield return (command, ShopConsole.Run([.. command.Split(' '), .. options, .. needed, file]));
                File.Delete(model);
            }
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static IEnumerable<string> Names()
    {
        var terminal = new Terminal { Output = Stream.Null, Error = TextWriter.Null };
        return Leaves(new ShopHost(terminal, new StopSignal(CancellationToken.None)).CreateRoot(), "");
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands
        .SelectMany(each => each.Subcommands.Count > 0 ? Leaves(each, $"{path}{each.Name} ")
            : each.Arguments.Count > 0 ? [path + each.Name]
            : Array.Empty<string>());
}
