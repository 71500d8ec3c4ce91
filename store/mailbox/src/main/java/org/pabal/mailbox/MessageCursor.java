// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/// Stands at one message of a snapshot after the other. Steps to neighbours cost next to nothing
/// and make no object, so that a million messages can be looked through. For one thread.
public interface MessageCursor {

    /// Goes to a message. Everything else is about the one it went to last.
    ///
    /// @param index as in {@link MailboxSnapshot}
    void move(int index);

    long uid();

    /// The value of its {@link EmailId}.
    long email();

    /// The value of its {@link ThreadId}.
    long thread();

    Flags flags();

    long modSeq();

    /// RFC822.SIZE.
    long size();

    /// The internal date in seconds since 1970.
    long internalSeconds();

    /// The saved date in seconds since 1970.
    long savedSeconds();

    /// For a snapshot that has nothing quicker.
    static MessageCursor of(MailboxSnapshot snapshot) {
        return of(snapshot, snapshot::flags, snapshot::modSeq);
    }

    /// With flags and modseqs from elsewhere, by index.
    static MessageCursor of(
            MailboxSnapshot snapshot, IntFunction<Flags> flags, IntToLongFunction modSeqs) {
        return new MessageCursor() {
            private int at;

            @Override
            public void move(int index) {
                at = index;
            }

            @Override
            public long uid() {
                return snapshot.uid(at);
            }

            @Override
            public long email() {
                return snapshot.email(at).value();
            }

            @Override
            public long thread() {
                return snapshot.thread(at).value();
            }

            @Override
            public Flags flags() {
                return flags.apply(at);
            }

            @Override
            public long modSeq() {
                return modSeqs.applyAsLong(at);
            }

            @Override
            public long size() {
                return snapshot.size(at);
            }

            @Override
            public long internalSeconds() {
                return snapshot.internalDate(at).getEpochSecond();
            }

            @Override
            public long savedSeconds() {
                return snapshot.savedDate(at).getEpochSecond();
            }
        };
    }
}
