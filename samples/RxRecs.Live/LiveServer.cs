using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using RxRecs.Live.Http;

namespace RxRecs.Live;

/// <summary>Makes the server: its parts, and what stands before the endpoints.</summary>
internal static class LiveServer
{
    public static WebApplication Build(LiveSettings settings)
    {
        // The files of the page lie beside the program, from wherever it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Nobody follows single requests here: without this each would cost an activity and a scope of the log.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // While the log is being read, /health says so to whoever asks: no failure.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // What a start fails with is told once, in a sentence, by Program; the host would add its stack.
        builder.Configuration["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] ??= "Critical";
        builder.WebHost.UseUrls(settings.Url, $"http://127.0.0.1:{settings.ManagementPort}");
        if (new Uri(settings.Url).IsLoopback)
        {
            // No page of another name may reach a server on loopback.
            builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";
        }

        builder.AddLive(settings);
        builder.AddLimits();
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : 500,

            // A request that cannot be is the client's matter, and no failure of the server.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.Use(Guard.AddHeaders);
        app.MapWhen(context => context.Connection.LocalPort == settings.ManagementPort, UseManagement);
        if (settings.ApiKey is { } key)
        {
            app.Use(next =>
            {
                var require = Guard.RequireKey(key, app.Services.GetRequiredService<RequestLimits>());
                return context => require(context, next);
            });
        }

        // A list that is there needs nothing of what follows.
        app.Use(next =>
        {
            var lists = app.Services.GetRequiredService<CachedLists>();
            return context => lists.Invoke(context, next);
        });
        app.UseStatusCodePages();
        app.Use(Guard.RefuseForeign);

        // What has an endpoint is no file: nothing is looked for on the disk.
        app.UseRouting();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        return app;
    }

    private static void UseManagement(IApplicationBuilder management)
    {
        management.UseStatusCodePages();
        management.UseHealthChecks("/health", new HealthCheckOptions { AllowCachingResponses = false });
        management.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
        management.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
