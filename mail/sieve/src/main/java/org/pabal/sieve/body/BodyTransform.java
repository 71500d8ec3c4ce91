// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.body;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.mime.MimeContent;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.TextList;

/// What `body` makes of a message before it compares. RFC 5173 §5.
sealed interface BodyTransform {

    /// The body as it is.
    record Raw() implements BodyTransform {}

    /// Parts of these types, decoded.
    record Content(TextList types) implements BodyTransform {

        /// RFC 5173 §5.2: an empty type is any; without a slash it is all subtypes; one with a slash
        /// at either end or with two of them is none.
        boolean includes(Run run, MimeContent content) {
            String whole = content.type() + "/" + content.subtype();
            for (String written : types.values(run)) {
                String type = written.toLowerCase(Locale.ROOT);
                boolean one = type.indexOf('/') >= 0;
                if (type.isEmpty() || (one ? whole.equals(type) : content.type().equals(type))) {
                    return true;
                }
            }
            return false;
        }
    }

    /// What people read.
    record Words() implements BodyTransform {}

    /// `BODY-TRANSFORM = ":raw" / ":content" <content-types: string-list> / ":text"`
    static BodyTransform read(Arguments in) throws ScriptError {
        Optional<String> word = in.oneOf("raw", "text");
        Optional<TextList> types = in.taggedTexts("content");
        if (word.isPresent() && types.isPresent()) {
            throw in.error("`:" + word.get() + "` and `:content` exclude each other");
        }
        for (String type : types.flatMap(TextList::constant).orElse(List.of())) {
            if (isNone(type)) {
                in.warn("\"" + type + "\" is no media type: nothing is ever of it");
            }
        }
        if (types.isPresent()) {
            return new Content(types.get());
        }
        return word.equals(Optional.of("raw")) ? new Raw() : new Words();
    }

    private static boolean isNone(String type) {
        return type.startsWith("/")
                || type.endsWith("/")
                || type.indexOf('/') != type.lastIndexOf('/');
    }
}
