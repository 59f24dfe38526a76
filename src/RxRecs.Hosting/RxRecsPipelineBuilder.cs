using Microsoft.Extensions.DependencyInjection;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>
/// Configures what a pipeline reads, what it makes of that and where its results go. Exactly one of
/// <see cref="RunPartitions{TResult}"/>, <see cref="FromTopics{TResult}"/> and <see cref="From{TResult}"/> is called.
/// </summary>
public sealed class RxRecsPipelineBuilder
{
    private Func<KafkaSettings, KafkaSettings> _cluster = static settings => settings;
    private Func<KafkaPipelineOptions, KafkaPipelineOptions> _options = static options => options;

    internal RxRecsPipelineBuilder(string name, IServiceCollection services) => (Name, Services) = (name, services);

    /// <summary>Gets the pipeline's name.</summary>
    public string Name { get; }

    /// <summary>Gets the services of the host, to add to.</summary>
    public IServiceCollection Services { get; }

    internal PipelineDefinition? Definition { get; private set; }

    /// <summary>Changes settings in code, after what the configuration says.</summary>
    /// <param name="configure">The action that changes the settings.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public RxRecsPipelineBuilder Settings(Action<RxRecsSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddOptions<RxRecsSettings>(Name).Configure(configure);
        return this;
    }

    /// <summary>
    /// Changes what is given to the Kafka source, where the settings do not reach. Several changes are made one after the
    /// other.
    /// </summary>
    /// <param name="options">The function that changes what is read and how.</param>
    /// <param name="cluster">The function that changes how the cluster is reached; null to leave that as it is.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public RxRecsPipelineBuilder Kafka(
        Func<KafkaPipelineOptions, KafkaPipelineOptions> options, Func<KafkaSettings, KafkaSettings>? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (optionsBefore, clusterBefore) = (_options, _cluster);
        _options = given => options(optionsBefore(given));
        if (cluster is not null)
        {
            _cluster = given => cluster(clusterBefore(given));
        }

        return this;
    }

    /// <summary>Runs one pipeline for each partition, its state saved with the offset, over interactions as JSON:
    /// <c>KafkaSource.RunPartitions</c>.</summary>
    /// <inheritdoc cref="RunPartitions{T, TResult}"/>
    public void RunPartitions<TResult>(
        Func<RxRecsContext, IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        Func<RxRecsContext, IObserver<PartitionResult<TResult>>> results)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Define(results, (context, kafka, options) => KafkaSource.RunPartitions(
            kafka, options, records => pipeline(context, records), context.Stopping));
    }

    /// <summary>Runs one pipeline for each partition, its state saved with the offset:
    /// <c>KafkaSource.RunPartitions</c>.</summary>
    /// <param name="parser">The function that makes the parser of records.</param>
    /// <param name="pipeline">The function that makes the pipeline of a partition from its records.</param>
    /// <param name="results">
    /// The function that makes the observer of the results. A <see cref="KafkaSink{T}"/> confirms before each commit.
    /// What is disposable is disposed at the end.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is defined already.</exception>
    public void RunPartitions<T, TResult>(
        Func<RxRecsContext, IRecordParser<T>> parser,
        Func<RxRecsContext, IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        Func<RxRecsContext, IObserver<PartitionResult<TResult>>> results)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(pipeline);
        Define(results, (context, kafka, options) => KafkaSource.RunPartitions(
            kafka, options, parser(context), records => pipeline(context, records), context.Stopping));
    }

    /// <summary>Runs one pipeline over all partitions, over interactions as JSON, in the order in which they come; no
    /// state is saved.</summary>
    /// <inheritdoc cref="FromTopics{T, TResult}"/>
    public void FromTopics<TResult>(
        Func<RxRecsContext, IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        Func<RxRecsContext, IObserver<TResult>> results)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Define(results, (context, kafka, options) => pipeline(
            context, KafkaSource.FromTopics(kafka, options with { Store = null }, context.Stopping)));
    }

    /// <summary>Runs one pipeline over all partitions, in the order in which records come; no state is
    /// saved.</summary>
    /// <param name="parser">The function that makes the parser of records.</param>
    /// <param name="pipeline">The function that makes the pipeline from the records.</param>
    /// <param name="results">
    /// The function that makes the observer of the results. A <see cref="KafkaSink{T}"/> confirms before each commit.
    /// What is disposable is disposed at the end.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is defined already.</exception>
    public void FromTopics<T, TResult>(
        Func<RxRecsContext, IRecordParser<T>> parser,
        Func<RxRecsContext, IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        Func<RxRecsContext, IObserver<TResult>> results)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(pipeline);
        Define(results, (context, kafka, options) => pipeline(
            context,
            KafkaSource.FromTopics(kafka, options with { Store = null }, parser(context), context.Stopping)));
    }

    /// <summary>Runs a pipeline over any source, such as an <c>IObservable</c> of the container. It is disposed, not
    /// completed, when the host stops, and nothing of it is saved.</summary>
    /// <param name="pipeline">The function that makes the pipeline, source and all.</param>
    /// <param name="results">
    /// The function that makes the observer of the results. What is disposable is disposed at the end.
    /// </param>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is defined already.</exception>
    public void From<TResult>(
        Func<RxRecsContext, IObservable<TResult>> pipeline, Func<RxRecsContext, IObserver<TResult>> results)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(results);
        Define(new ObservableDefinition<TResult>(pipeline, results));
    }

    private void Define<TResult>(
        Func<RxRecsContext, IObserver<TResult>> results,
        Func<RxRecsContext, KafkaSettings, KafkaPipelineOptions, IObservable<TResult>> source)
    {
        ArgumentNullException.ThrowIfNull(results);
        Define(new KafkaDefinition<TResult>(
            source, results, settings => _cluster(settings), options => _options(options)));
    }

    private void Define(PipelineDefinition definition) =>
        Definition = Definition is null
            ? definition
            : throw new InvalidOperationException(
                $"The pipeline '{Name}' is defined already: call AddRxRecs once for each, with names of their own.");
}
