using System.CommandLine;
using System.Globalization;

namespace RxRecs.Live;

/// <summary>The command line.</summary>
internal static class LiveCommand
{
    /// <summary>Reads the command line.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="settings">What they say.</param>
    /// <param name="exitCode">0 where help was asked for, 2 where something is wrong.</param>
    /// <returns>Whether the server is to start.</returns>
    public static bool TryRead(string[] args, out LiveSettings settings, out int exitCode)
    {
        var usual = new LiveSettings();
        var url = Make("--url", "Address of the endpoints and the page.", usual.Url);
        var management = Number(
            "--management-port", "Port of /health and /metrics, on loopback.", usual.ManagementPort, 1, 65_535);
        var data = Make("--data", "Folder of the log and the results.", usual.Data);
        var postgres = Make<string?>(
            "--postgres", "PostgreSQL of the results, as 'Host=…;Database=…'; the password in PGPASSWORD.", null);
        var rate = Number("--rate", "Interactions a second of the synthetic shop; 0 for none.", usual.Rate, 0, 100_000);
        var writes = Number(
            "--writes-per-second",
            "Changing requests a second and client; 0 for no limit.",
            usual.WritesPerSecond,
            0,
            1_000_000);
        var keyFile = Make<string?>("--api-key-file", "File with the key that requests must carry.", null);
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var uri)
                || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
            {
                result.AddError("--url: give an address such as http://127.0.0.1:5080.");
            }
        });
        keyFile.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && ReadKey(path).Length < 16)
            {
                result.AddError("--api-key-file: the file must be there, with a key of at least 16 characters.");
            }
        });
        var command = new RootCommand("A shop's recommendations over HTTP, beside a stream that goes on, and a page.")
        {
            url, management, data, postgres, rate, writes, keyFile,
        };
        LiveSettings? read = null;
        command.SetAction(parsed => read = new LiveSettings
        {
            Url = parsed.GetRequiredValue(url),
            ManagementPort = parsed.GetRequiredValue(management),
            Data = parsed.GetRequiredValue(data),
            Postgres = parsed.GetValue(postgres),
            Rate = parsed.GetRequiredValue(rate),
            WritesPerSecond = parsed.GetRequiredValue(writes),
            ApiKey = parsed.GetValue(keyFile) is { } path ? ReadKey(path) : null,
        });
        var failed = command.Parse(args).Invoke() != 0;
        settings = read ?? usual;
        exitCode = failed ? 2 : 0;
        return read is not null;
    }

    private static Option<T> Make<T>(string name, string description, T usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = Make(name, description, usual);
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: give a number from {least} to {most}.");
            return usual;
        };
        return option;
    }

    private static string ReadKey(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
