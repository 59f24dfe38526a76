using System.Text;
using System.Text.Json;
using RxRecs.Machines;
using RxRecs.Shop;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests;

/// <summary>Runs a command line within the test and holds what it wrote.</summary>
internal sealed class ShopConsole
{
    private ShopConsole(int exitCode, string output, string error) =>
        (ExitCode, Output, Error) = (exitCode, output, error);

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static ShopConsole Run(params string[] args) => Run(CancellationToken.None, args);

    public static ShopConsole Run(CancellationToken stop, params string[] args)
    {
        using var error = new StringWriter();
        return Run(error, args, stop);
    }

    /// <summary>Runs it with a writer that looks at what goes to standard error.</summary>
    public static ShopConsole Run(StringWriter error, string[] args, CancellationToken stop) =>
        Run(error, args, new StopSignal(stop));

    /// <summary>Runs it with the signal that ends it.</summary>
    public static ShopConsole Run(StringWriter error, string[] args, StopSignal signal)
    {
        using var output = new MemoryStream();
        var exitCode = new ShopHost(new Terminal { Output = output, Error = error }, signal).Run(args);
        return new ShopConsole(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>The JSON lines of a type.</summary>
    public List<JsonElement> Json(string type) =>
    [
        .. Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == type),
    ];
}
