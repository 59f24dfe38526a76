using Microsoft.Extensions.Options;

namespace RxRecs.Hosting;

/// <summary>Checks the settings of one pipeline and says which key of the configuration is wrong.</summary>
/// <param name="pipeline">The pipeline's name.</param>
/// <param name="key">The section of the settings in the configuration.</param>
/// <param name="isOfKafka">True if the pipeline reads from Kafka.</param>
internal sealed class PipelineSettingsValidator(string pipeline, string key, bool isOfKafka)
    : IValidateOptions<RxRecsSettings>
{
    private readonly RxRecsSettingsValidator _settings = new();
    private readonly KafkaNeedsValidator _needs = new();

    public ValidateOptionsResult Validate(string? name, RxRecsSettings options)
    {
        if (name != pipeline)
        {
            return ValidateOptionsResult.Skip;
        }

        List<string> problems = [.. Problems(_settings.Validate(key, options))];
        if (isOfKafka)
        {
            problems.AddRange(Problems(_needs.Validate(key, new KafkaNeeds(options))));
            problems.AddRange(TopicProblems(options.Topics));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> TopicProblems(IList<string> topics)
    {
        if (topics.Count == 0)
        {
            yield return $"{key}:{nameof(RxRecsSettings.Topics)} is missing: name at least one topic.";
        }

        if (topics.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{key}:{nameof(RxRecsSettings.Topics)} holds an empty name.";
        }

        if (topics.Distinct(StringComparer.Ordinal).Count() < topics.Count)
        {
            yield return $"{key}:{nameof(RxRecsSettings.Topics)} names a topic twice.";
        }
    }

    // The generated checks say "Topics: RxRecs:shop.Topics is missing"; the configuration says RxRecs:shop:Topics.
    private IEnumerable<string> Problems(ValidateOptionsResult result) =>
        (result.Failures ?? []).Select(each =>
            each[Math.Max(0, each.IndexOf($"{key}.", StringComparison.Ordinal))..].Replace(
                $"{key}.", $"{key}:", StringComparison.Ordinal));
}
