using BenchmarkDotNet.Running;
using RxRecs.Benchmarks;
using RxRecs.Benchmarks.Kafka;
using RxRecs.Benchmarks.Live;

if (args is ["kafka", .. var options])
{
    return KafkaBenchmark.Run(options);
}

if (args is ["next-item", .. var sizes])
{
    return NextItemLatency.Run(sizes);
}

if (args is ["similar", .. var counts])
{
    return SimilarItemsGrowth.Run(counts);
}

if (args is ["forget", .. var forgetting])
{
    return ForgettingCost.Run(forgetting);
}

if (args is ["results", .. var rows])
{
    return ResultStoreRate.Run(rows);
}

if (args is ["rules", .. var lists])
{
    return ListRulesRate.Run(lists);
}

if (args is ["items", .. var events])
{
    return ItemToItemRate.Run(events);
}

if (args is ["live", .. var load])
{
    return LiveLoad.Run(load);
}

if (args is ["turns", .. var rounds])
{
    return InTurn.Run(rounds);
}

if (args is ["month", .. var file])
{
    return MonthOfRows.Run(file);
}

if (args is ["reorder", .. var many])
{
    return ReorderRate.Run(many);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
