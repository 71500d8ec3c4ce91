// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.filter.SourceMark;
import org.pabal.mailbox.StoredMessage;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Kind;

/// Hears what people and administrators say of messages, when it is learnt. Neither blocks nor throws.
@FunctionalInterface
public interface WordListener {
    WordListener NOBODY = (_, _, _) -> {};

    /// May be told of a message whose lesson then fails, and again when it is repeated.
    ///
    /// @param account whose message it is; empty when an administrator says it for all
    /// @param word empty when what was said is taken back
    void said(Optional<AccountId> account, MailReading message, Optional<Kind> word);

    /// What a word about a message of the store changes in what is known of its sources. It is kept in
    /// the commit of the lesson, counted afterwards, and taken back with the word.
    default List<SourceMark> weigh(
            AccountId account, StoredMessage message, MailReading reading, Kind word) {
        return List.of();
    }

    /// A mark is kept, and is to be counted: once, also after a crash.
    ///
    /// @param key of its record in the filter's space, which goes in the commit that writes the count
    default void count(byte[] key, SourceMark mark) {}
}
