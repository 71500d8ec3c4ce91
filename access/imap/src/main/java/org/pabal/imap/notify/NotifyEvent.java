// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a client may want to hear of. RFC 5465 §5. There are no annotations here, so that
/// AnnotationChange is not among them.
public enum NotifyEvent {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String token;

    NotifyEvent(String token) {
        this.token = token;
    }

    static Optional<NotifyEvent> of(String atom) {
        return Arrays.stream(values()).filter(e -> e.token.equalsIgnoreCase(atom)).findAny();
    }

    boolean isOfMessages() {
        return this == MESSAGE_NEW || this == MESSAGE_EXPUNGE || this == FLAG_CHANGE;
    }

    /// What BADEVENT names. RFC 5465 §7.
    static String all() {
        return Arrays.stream(values()).map(e -> e.token).collect(Collectors.joining(" "));
    }
}
