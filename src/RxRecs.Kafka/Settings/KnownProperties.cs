using System.Collections.Frozen;

namespace RxRecs.Kafka;

/// <summary>
/// The properties of librdkafka 2.16, by what we let pass. What is in none of these lists is refused: a property that a
/// later version brings has to be looked at first.
/// </summary>
internal static class KnownProperties
{
    private const string OwnTopics =
        "leave it out: topics are made beforehand (kafka-topics.sh, in a program KafkaTopics)";

    private const string Committed = "leave it out: an offset is committed once its record is processed";
    private const string Confirmed = "leave it out: writes are idempotent and confirmed by all replicas";
    private const string Code = "is a function of a program and cannot be set by name";

    /// <summary>Tells what passes to every client.</summary>
    public static FrozenSet<string> Common { get; } = Set(
        // Security.
        "security.protocol sasl.mechanism sasl.mechanisms sasl.username sasl.password sasl.kerberos.service.name",
        "sasl.kerberos.principal sasl.kerberos.keytab sasl.kerberos.min.time.before.relogin",
        "ssl.ca.location ssl.ca.pem ssl.ca.certificate.stores ssl.crl.location ssl.certificate.location",
        "ssl.certificate.pem ssl.key.location ssl.key.pem ssl.key.password ssl.keystore.location",
        "ssl.keystore.password ssl.cipher.suites ssl.curves.list ssl.sigalgs.list",
        "enable.ssl.certificate.verification ssl.endpoint.identification.algorithm https.ca.location https.ca.pem",
        "sasl.oauthbearer.method sasl.oauthbearer.client.id sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.client.credentials.client.id sasl.oauthbearer.client.credentials.client.secret",
        "sasl.oauthbearer.scope sasl.oauthbearer.extensions sasl.oauthbearer.grant.type",
        "sasl.oauthbearer.sub.claim.name",
        // Connections.
        "socket.timeout.ms socket.send.buffer.bytes socket.receive.buffer.bytes socket.keepalive.enable",
        "socket.nagle.disable socket.max.fails socket.connection.setup.timeout.ms connections.max.idle.ms",
        "reconnect.backoff.ms reconnect.backoff.max.ms retry.backoff.ms retry.backoff.max.ms broker.address.ttl",
        "broker.address.family client.dns.lookup client.rack api.version.request.timeout.ms",
        // Metadata.
        "metadata.max.age.ms metadata.recovery.strategy metadata.recovery.rebootstrap.trigger.ms",
        "topic.metadata.refresh.interval.ms topic.metadata.refresh.fast.interval.ms topic.metadata.refresh.sparse",
        "topic.metadata.propagation.max.ms",
        // Sizes, log.
        "message.max.bytes message.copy.max.bytes receive.message.max.bytes debug log_level log.connection.close",
        "log.thread.name enable.metrics.push");

    /// <summary>Tells what passes to consumers.</summary>
    public static FrozenSet<string> Consumer { get; } = Set(
        "group.remote.assignor coordinator.query.interval.ms queued.min.messages queued.max.messages.kbytes",
        "fetch.wait.max.ms",
        "fetch.queue.backoff.ms fetch.message.max.bytes max.partition.fetch.bytes fetch.max.bytes fetch.min.bytes",
        "fetch.error.backoff.ms check.crcs");

    /// <summary>Tells what passes to producers.</summary>
    public static FrozenSet<string> Producer { get; } = Set(
        "queue.buffering.max.messages queue.buffering.max.kbytes queue.buffering.max.ms linger.ms",
        "queue.buffering.backpressure.threshold compression.codec compression.type compression.level",
        "batch.num.messages batch.size sticky.partitioning.linger.ms request.timeout.ms message.timeout.ms",
        "delivery.timeout.ms transaction.timeout.ms");

    /// <summary>
    /// Tells what runs code, reads files for others or calls addresses of its own: with AllowUnsafe only.
    /// </summary>
    public static FrozenSet<string> Unsafe { get; } = Set(
        "plugin.library.paths sasl.kerberos.kinit.cmd ssl.engine.location ssl.engine.id ssl.providers",
        "sasl.oauthbearer.config sasl.oauthbearer.token.endpoint.url sasl.oauthbearer.metadata.authentication.type",
        "sasl.oauthbearer.assertion.algorithm sasl.oauthbearer.assertion.private.key.file",
        "sasl.oauthbearer.assertion.private.key.passphrase sasl.oauthbearer.assertion.private.key.pem",
        "sasl.oauthbearer.assertion.file sasl.oauthbearer.assertion.claim.aud",
        "sasl.oauthbearer.assertion.claim.exp.seconds sasl.oauthbearer.assertion.claim.iss",
        "sasl.oauthbearer.assertion.claim.jti.include sasl.oauthbearer.assertion.claim.nbf.seconds",
        "sasl.oauthbearer.assertion.claim.sub sasl.oauthbearer.assertion.jwt.template.file",
        "enable.sasl.oauthbearer.unsecure.jwt");

    /// <summary>Tells what RxRecs sets, and what to use instead.</summary>
    public static FrozenDictionary<string, string> Owned { get; } = Map(
        ("use bootstrap.servers (in a program BootstrapServers)", "bootstrap.servers metadata.broker.list"),
        ("use ClientId", "client.id"),
        ("leave it out; a program sets KafkaSourceOptions.Group", "group.id"),
        ("leave it out; a program sets KafkaSourceOptions.GroupProtocol", "group.protocol group.protocol.type"),
        ("leave it out; a program sets KafkaSourceOptions.InstanceId", "group.instance.id"),
        ("leave it out; a program sets KafkaSourceOptions.SessionTimeout", "session.timeout.ms"),
        ("leave it out; a program sets KafkaSourceOptions.MaxPollInterval", "max.poll.interval.ms"),
        ("leave it out; a program sets KafkaSourceOptions.CommitInterval", "auto.commit.interval.ms"),
        ("leave it out; a program sets KafkaSourceOptions.Start", "auto.offset.reset"),
        ("leave it out: it follows the session timeout", "heartbeat.interval.ms"),
        ("leave it out: what a transaction has not committed is not read", "isolation.level"),
        (Committed, "enable.auto.commit auto.commit.enable enable.auto.offset.store offset.store.method"),
        (Committed, "offset.store.path offset.store.sync.interval.ms"),
        ("leave it out", "partition.assignment.strategy enable.partition.eof max.poll.records topic.blacklist"),
        ("leave it out", "share.acknowledgement.mode consume.callback.max.messages"),
        (Confirmed, "enable.idempotence acks request.required.acks retries message.send.max.retries max.in.flight"),
        (Confirmed, "max.in.flight.requests.per.connection enable.gapless.guarantee queuing.strategy"),
        (Confirmed, "delivery.report.only.error produce.offset.report"),
        ("leave it out: keys choose partitions as with Java's clients", "partitioner"),
        ("leave it out: there are no transactions yet", "transactional.id"),
        (OwnTopics, "allow.auto.create.topics"),
        ("leave it out; a program has KafkaTelemetry", "statistics.interval.ms"),
        ("leave it out", "builtin.features log.queue enabled_events interceptors internal.termination.signal"),
        ("leave it out", "enable.random.seed api.version.request api.version.fallback.ms broker.version.fallback"),
        ("leave it out", "reconnect.backoff.jitter.ms socket.blocking.max.ms topic.metadata.refresh.fast.cnt"));

    /// <summary>Tells what cannot be set by name at all.</summary>
    public static FrozenDictionary<string, string> Functions { get; } = Map(
        (Code, "error_cb throttle_cb stats_cb log_cb background_event_cb socket_cb connect_cb closesocket_cb open_cb"),
        (Code, "resolve_cb opaque default_topic_conf oauthbearer_token_refresh_cb ssl.certificate.verify_cb ssl_key"),
        (Code, "ssl_certificate ssl_ca ssl_engine_callback_data rebalance_cb offset_commit_cb consume_cb dr_cb"),
        (Code, "dr_msg_cb partitioner_cb msg_order_cmp"));

    /// <summary>Names of the Java client, and what does the same here.</summary>
    public static FrozenDictionary<string, string> Java { get; } = Map(
        ("use sasl.username and sasl.password", "sasl.jaas.config"),
        ("use ssl.ca.location, with a PEM file", "ssl.truststore.location"),
        ("use ssl.ca.pem", "ssl.truststore.certificates"),
        ("leave it out: ssl.ca.location is a PEM file, which has none", "ssl.truststore.password ssl.truststore.type"),
        ("leave it out: ssl.keystore.location is a PKCS#12 file", "ssl.keystore.type"),
        ("use ssl.key.pem", "ssl.keystore.key"),
        ("use ssl.certificate.pem", "ssl.keystore.certificate.chain"),
        ("use ssl.cipher.suites", "ssl.enabled.protocols ssl.protocol"),
        ("leave it out; a program gives the source a record parser", "key.deserializer value.deserializer"),
        ("leave it out; a program gives the sink a function that makes bytes", "key.serializer value.serializer"),
        ("use queue.buffering.max.kbytes", "buffer.memory"),
        ("use fetch.wait.max.ms", "fetch.max.wait.ms"),
        ("use socket.timeout.ms", "default.api.timeout.ms max.block.ms"),
        ("use socket.send.buffer.bytes", "send.buffer.bytes"),
        ("use socket.receive.buffer.bytes", "receive.buffer.bytes"),
        ("use socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.max.ms"),
        ("leave it out: it names a Java class", "interceptor.classes metric.reporters partitioner.class"),
        ("leave it out: it names a Java class", "security.providers sasl.login.class"),
        ("leave it out: it names a Java class", "sasl.login.callback.handler.class"),
        ("leave it out: it names a Java class", "sasl.client.callback.handler.class ssl.engine.factory.class"));

    /// <summary>Every name of librdkafka that we know, to find the one that was meant.</summary>
    public static FrozenSet<string> All { get; } =
        Common.Concat(Consumer).Concat(Producer).Concat(Unsafe).Concat(Owned.Keys).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Set(params string[] lines) =>
        lines.SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Map(params (string Advice, string Names)[] lines) =>
        lines.SelectMany(line => line.Names.Split(' ').Select(name => KeyValuePair.Create(name, line.Advice)))
            .ToFrozenDictionary(StringComparer.Ordinal);
}
