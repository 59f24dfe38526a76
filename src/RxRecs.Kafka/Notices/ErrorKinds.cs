using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Error codes by what they mean to a run.</summary>
internal static class ErrorKinds
{
    public static bool IsTerminal(Error error) => FailureOf(error) switch
    {
        KafkaFailure.NotAuthorized or KafkaFailure.BadSetting or KafkaFailure.DataExpired or KafkaFailure.Fenced =>
            true,
        // The library would pass over the batch, or ask for it for ever.
        KafkaFailure.DamagedData => true,
        // The library reports a broken TLS connection with the same code as a refused certificate, and tries again.
        KafkaFailure.NotAuthenticated =>
            error.Code is not (ErrorCode.Local_Ssl or ErrorCode.Local_Transport) && !IsInterrupted(error.Reason),
        KafkaFailure.Other => error.Code is ErrorCode.Local_CritSysResource or ErrorCode.Local_Fatal
            or ErrorCode.GroupMaxSizeReached,
        _ => false,
    };

    /// <summary>
    /// Tells whether the broker does not take our certificate, or misses one: with TLS 1.3 it says so after the
    /// handshake, on a connection that is there.
    /// </summary>
    public static bool IsTlsAlert(Error error) =>
        error.Code == ErrorCode.Local_Transport
        && error.Reason?.Contains("SSL alert", StringComparison.OrdinalIgnoreCase) == true;

    public static KafkaFailure FailureOf(Error error) => error.Code switch
    {
        _ when IsTlsAlert(error) => KafkaFailure.NotAuthenticated,

        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve
            or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_WaitCoord
            or ErrorCode.RequestTimedOut or ErrorCode.BrokerNotAvailable or ErrorCode.NetworkException
            or ErrorCode.GroupCoordinatorNotAvailable
            => KafkaFailure.Unreachable,

        ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownTopicId or ErrorCode.Local_UnknownTopic
            or ErrorCode.Local_UnknownPartition => KafkaFailure.MissingTopic,

        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
            or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed
            or ErrorCode.DelegationTokenAuthorizationFailed => KafkaFailure.NotAuthorized,

        ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.SaslAuthenticationFailed
            or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState or ErrorCode.UnacceptableCredential
            => KafkaFailure.NotAuthenticated,

        ErrorCode.Local_InvalidArg or ErrorCode.Local_NotConfigured or ErrorCode.Local_NotImplemented
            or ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_UnknownProtocol or ErrorCode.InvalidConfig
            or ErrorCode.InvalidGroupId or ErrorCode.InvalidSessionTimeout or ErrorCode.InconsistentGroupProtocol
            or ErrorCode.InvalidRequiredAcks or ErrorCode.TopicException or ErrorCode.UnsupportedVersion
            or ErrorCode.UnsupportedAssignor or ErrorCode.UnsupportedCompressionType or ErrorCode.SecurityDisabled
            or ErrorCode.PolicyViolation or ErrorCode.InvalidTransactionTimeout or ErrorCode.InvalidReplicationFactor
            or ErrorCode.InvalidPartitions => KafkaFailure.BadSetting,

        ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.Local_LogTruncation
            => KafkaFailure.DataExpired,

        ErrorCode.Local_BadMsg or ErrorCode.Local_BadCompression => KafkaFailure.DamagedData,

        ErrorCode.Local_Fenced or ErrorCode.FencedInstanceId or ErrorCode.UnreleasedInstanceId
            or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch or ErrorCode.TransactionCoordinatorFenced
            => KafkaFailure.Fenced,

        ErrorCode.Local_MsgTimedOut or ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge
            or ErrorCode.InvalidMsg or ErrorCode.InvalidMsgSize or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp
            or ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.NotEnoughReplicas
            or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.OutOfOrderSequenceNumber
            or ErrorCode.Local_GaplessGuarantee => KafkaFailure.NotDelivered,

        _ => KafkaFailure.Other,
    };

    // A connection that is cut in the middle of a SASL handshake, as by a broker that stops, is no refusal.
    private static bool IsInterrupted(string? reason) =>
        reason is not null
        && (reason.Contains("transport failure", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("Timed out", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("Disconnected", StringComparison.OrdinalIgnoreCase));
}
