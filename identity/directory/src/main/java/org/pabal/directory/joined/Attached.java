// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.function.BiConsumer;
import org.pabal.directory.AccountId;
import org.pabal.directory.source.DirectorySource;
import org.pabal.message.Address;

/// A source with all that is remembered of it.
record Attached(
        DirectorySource source,
        Terms terms,
        Questions questions,
        GroupQuestions groups,
        Passwords passwords) {

    static Attached of(
            Attachment attachment,
            Register register,
            BiConsumer<AccountId, Address> gone,
            SecureRandom random,
            Ticker ticker) {
        DirectorySource source = attachment.source();
        Terms terms = attachment.terms();
        return new Attached(
                source,
                terms,
                new Questions(
                        source,
                        terms,
                        account -> register.seen(source.name(), account).id(),
                        gone,
                        ticker),
                new GroupQuestions(source, terms, ticker),
                new Passwords(source, terms, random, ticker));
    }
}
