using System.Diagnostics;
using System.Reactive.Linq;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>The template of RxRecs.Templates, installed and used as its README says.</summary>
[Category("Slow")]
[NonParallelizable]
public sealed class TemplateTests : OutsideTests
{
    // A name that is none of a namespace: the folder keeps it, the namespace does not.
    private string Shop => Path.Combine(Folder, "my-shop");

    [Test]
    public void Template_AsItsReadmeSays_PassesItsTestAndWritesLists()
    {
        Pack("RxRecs", "RxRecs.Kafka", "RxRecs.Hosting", "RxRecs.Testing", "RxRecs.Templates");
        DotnetNew("install", PackageOf("RxRecs.Templates"));
        DotnetNew("rxrecs-worker", "-o", Shop, "--brokers", Broker.BootstrapServers, "--lists", "my-lists");

        Dotnet("test", Path.Combine(Shop, "my-shop.Tests"));

        NewTopic("shop-events");
        NewTopic("my-lists");
        Write("shop-events", 1, 2, 3);
        Dotnet("build", Path.Combine(Shop, "my-shop"));
        var start = Command(Path.Combine(Shop, "my-shop", "bin", "Debug", "net10.0", "my-shop.dll"));
        start.WorkingDirectory = Path.Combine(Shop, "my-shop");
        using var worker = Process.Start(start)!;
        worker.OutputDataReceived += (_, line) => Logs.Lines.Enqueue(line.Data ?? string.Empty);
        worker.ErrorDataReceived += (_, line) => Logs.Lines.Enqueue(line.Data ?? string.Empty);
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        try
        {
            Await(() => CountOf("my-lists") == 3, "three lists");
        }
        finally
        {
            worker.Kill();
            worker.WaitForExit();
        }
    }

    // Templates are installed into a home of the test's own.
    private void DotnetNew(params string[] arguments)
    {
        var command = Command(["new", .. arguments]);
        command.Environment["DOTNET_CLI_HOME"] = Path.Combine(Folder, "home");
        Run(command);
    }

    private int CountOf(string topic)
    {
        var options = new KafkaSourceOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
        };
        var lists = 0;
        KafkaSource.FromTopics(Broker.Settings, options, RecordParser.From(record => record.Message.Value.Length))
            .ForEachAsync(_ => lists++)
            .Wait();
        return lists;
    }
}
