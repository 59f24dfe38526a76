using BenchmarkDotNet.Running;
using RxRecs.Benchmarks.Kafka;

if (args is ["kafka", .. var options])
{
    return KafkaBenchmark.Run(options);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
