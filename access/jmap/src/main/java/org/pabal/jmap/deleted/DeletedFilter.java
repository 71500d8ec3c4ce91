// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.time.Instant;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.Filter;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.message.mime.UnicodeCasemap;

/// Which deleted messages are wanted.
///
/// @param after deleted then or later
/// @param before deleted earlier
/// @param mailboxName the whole name of the mailbox that they would be restored to
/// @param text folded; stands in the subject or in From
record DeletedFilter(
        Optional<Instant> after,
        Optional<Instant> before,
        Optional<String> mailboxName,
        Optional<String> text) {
    static final DeletedFilter ALL =
            new DeletedFilter(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static DeletedFilter read(JmapObject filter) {
        DeletedFilter read =
                new DeletedFilter(
                        filter.findUtcDate("after"),
                        filter.findUtcDate("before"),
                        filter.findString("mailboxName"),
                        filter.findString("text")
                                .filter(text -> !text.isBlank())
                                .map(text -> UnicodeCasemap.fold(text.strip())));
        filter.noOtherCondition();
        return read;
    }

    /// @throws MethodError `unsupportedFilter` for operators
    static DeletedFilter of(Optional<Filter<DeletedFilter>> filter) {
        return filter.map(each -> {
                    if (each instanceof Filter.Condition<DeletedFilter>(var condition)) {
                        return condition;
                    }
                    throw MethodError.unsupportedFilter("A filter is one condition here.");
                })
                .orElse(ALL);
    }

    /// But for the text.
    boolean holds(DeletedMessage message) {
        return after.map(time -> !message.deletedAt().isBefore(time)).orElse(true)
                && before.map(message.deletedAt()::isBefore).orElse(true)
                && mailboxName.map(message.mailbox().text()::equals).orElse(true);
    }

    boolean holds(StoredMessage message) {
        return text.isEmpty()
                || holds(message.text(Text.SUBJECT))
                || holds(message.text(Text.FROM));
    }

    private boolean holds(String field) {
        return UnicodeCasemap.fold(field).contains(text.orElse(""));
    }
}
