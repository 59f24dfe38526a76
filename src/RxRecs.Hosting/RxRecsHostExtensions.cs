using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Adds pipelines to a host.</summary>
public static class RxRecsHostExtensions
{
    private const string Section = "RxRecs";

    /// <summary>
    /// Adds a pipeline as a hosted service. Its settings are those of the section <c>RxRecs:name</c>, its brokers also
    /// those of <c>ConnectionStrings:name</c>, which come first; they are checked when the host starts.
    /// <see cref="RxRecsPipeline"/> tells how it fares, and health checks do.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="name">The pipeline's name; without a colon.</param>
    /// <param name="configure">The action that defines the pipeline; called at once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is empty or holds a colon, or the pipeline is not
    /// defined.</exception>
    /// <exception cref="InvalidOperationException">There is a pipeline of this name.</exception>
    public static void AddRxRecs(
        this IHostApplicationBuilder builder, string name, Action<RxRecsPipelineBuilder> configure)
    {
        Add(builder, name, configure);
        builder.Services.AddSingleton(services => services.GetRequiredKeyedService<RxRecsPipeline>(new Own(name)));
    }

    /// <summary>Adds a pipeline as <see cref="AddRxRecs"/> does, with its <see cref="RxRecsPipeline"/> under its name
    /// as the key.</summary>
    /// <inheritdoc cref="AddRxRecs"/>
    public static void AddKeyedRxRecs(
        this IHostApplicationBuilder builder, string name, Action<RxRecsPipelineBuilder> configure)
    {
        Add(builder, name, configure);
        builder.Services.AddKeyedSingleton(
            name, (services, _) => services.GetRequiredKeyedService<RxRecsPipeline>(new Own(name)));
    }

    private static void Add(
        IHostApplicationBuilder builder, string name, Action<RxRecsPipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{name}' cannot be the name of a section: a colon divides sections.", nameof(name));
        }

        var services = builder.Services;
        var own = new Own(name);
        if (services.Any(each => each.IsKeyedService && own.Equals(each.ServiceKey)))
        {
            throw new InvalidOperationException($"There is a pipeline '{name}' already: give each a name of its own.");
        }

        var pipeline = new RxRecsPipelineBuilder(name, services);
        var key = $"{Section}:{name}";
        services.AddOptions<RxRecsSettings>(name)
            .Bind(builder.Configuration.GetSection(key))
            .Configure(settings => settings.BootstrapServers =
                builder.Configuration.GetConnectionString(name) ?? settings.BootstrapServers);
        configure(pipeline);
        var definition = pipeline.Definition ?? throw new ArgumentException(
            $"The pipeline '{name}' is not defined: call RunPartitions, FromTopics or From.", nameof(configure));
        services.AddSingleton<IValidateOptions<RxRecsSettings>>(
            new PipelineSettingsValidator(name, key, definition.ReadsFromKafka));
        services.AddKeyedSingleton(own, (provider, _) => new RxRecsPipeline(name, ClockOf(provider)));
        services.AddSingleton<IHostedService>(provider => new PipelineService(
            definition,
            provider.GetRequiredKeyedService<RxRecsPipeline>(own),
            SettingsOf(provider, name),
            provider,
            ClockOf(provider),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger($"RxRecs.Hosting.{name}")));
        AddHealthChecks(services, name, own);
        AddTelemetry(services, name);
    }

    private static void AddHealthChecks(IServiceCollection services, string name, Own own)
    {
        services.AddHealthChecks();
        services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProvider>((checks, provider) =>
        {
            var settings = SettingsOf(provider, name);
            if (settings.DisableHealthChecks)
            {
                return;
            }

            var pipeline = provider.GetRequiredKeyedService<RxRecsPipeline>(own);
            checks.Registrations.Add(new HealthCheckRegistration(
                $"rxrecs_{name}_live", new LiveCheck(pipeline, settings.LiveTimeout), null, ["rxrecs", "live"]));
            checks.Registrations.Add(new HealthCheckRegistration(
                $"rxrecs_{name}_ready", new ReadyCheck(pipeline), null, ["rxrecs", "ready"]));
        });
    }

    private static void AddTelemetry(IServiceCollection services, string name)
    {
        services.ConfigureOpenTelemetryMeterProvider((provider, meters) =>
        {
            if (!SettingsOf(provider, name).DisableMetrics)
            {
                meters.AddMeter("RxRecs", KafkaTelemetry.MeterName);
            }
        });
        services.ConfigureOpenTelemetryTracerProvider((provider, traces) =>
        {
            if (!SettingsOf(provider, name).DisableTracing)
            {
                traces.AddSource(KafkaTelemetry.ActivitySourceName);
            }
        });
    }

    // The host asks for them when it makes its services, before it starts any.
    private static RxRecsSettings SettingsOf(IServiceProvider services, string name)
    {
        try
        {
            return services.GetRequiredService<IOptionsMonitor<RxRecsSettings>>().Get(name);
        }
        catch (OptionsValidationException problem)
        {
            throw new SettingsException(name, problem.Failures);
        }
        catch (InvalidOperationException problem)
            when (problem.Message.Contains($"'{Section}:{name}:", StringComparison.Ordinal))
        {
            // A value that cannot be converted, such as a time that is none: the message names its key.
            throw new SettingsException(name, [problem.Message]);
        }
    }

    private static TimeProvider ClockOf(IServiceProvider services) =>
        services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>The key under which every pipeline is found, with or without a key for users.</summary>
    private sealed record Own(string Name);
}
