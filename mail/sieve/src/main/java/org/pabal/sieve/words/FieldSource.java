// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.run.Run;

/// Which header fields a test looks at: those of the message, unless the tags of extensions say
/// otherwise.
public record FieldSource(Where where, Optional<FieldIndex> index) {

    private enum Where {
        MESSAGE,
        /// `:mime`: the part that a loop has come to, else the message. RFC 5703 §4
        PART,
        /// `:mime :anychild`: that and all parts within it.
        PARTS_WITHIN
    }

    /// `[":mime" [":anychild"]]`. RFC 5703 §4.
    public static FieldSource read(Arguments in) throws ScriptError {
        return new FieldSource(where(in), Optional.empty());
    }

    /// The same, with `[":index" <fieldno: number> [":last"]]`. RFC 5260 §6.
    public static FieldSource readIndexed(Arguments in) throws ScriptError {
        return new FieldSource(where(in), FieldIndex.read(in));
    }

    private static Where where(Arguments in) throws ScriptError {
        boolean mime = in.flag(Extension.MIME, "mime");
        boolean anyChild = in.flag(Extension.MIME, "anychild");
        if (anyChild && !mime) {
            throw in.error("`:anychild` goes with `:mime` only");
        }
        return anyChild ? Where.PARTS_WITHIN : mime ? Where.PART : Where.MESSAGE;
    }

    boolean isMime() {
        return where != Where.MESSAGE;
    }

    /// Those with the first name, then those with the second, and so on: so is the index counted.
    public List<HeaderField> fields(Run run, List<String> names) {
        List<HeaderField> fields = new ArrayList<>();
        for (String name : names) {
            switch (where) {
                case MESSAGE -> fields.addAll(run.header().fields(name));
                case PART -> fields.addAll(run.parts().meant().header().all(name));
                case PARTS_WITHIN -> addWithin(run, name, fields);
            }
        }
        return picked(fields);
    }

    private static void addWithin(Run run, String name, List<HeaderField> fields) {
        for (MessagePart part : run.parts().within(run.parts().meant())) {
            fields.addAll(part.header().all(name));
        }
    }

    /// The same as people read them.
    public List<String> texts(Run run, List<String> names) {
        if (where != Where.MESSAGE) {
            return fields(run, names).stream().map(HeaderText::decode).toList();
        }
        if (names.size() == 1) {
            return picked(run.header().texts(names.getFirst()));
        }
        List<String> texts = new ArrayList<>();
        for (String name : names) {
            texts.addAll(run.header().texts(name));
        }
        return picked(texts);
    }

    private <T> List<T> picked(List<T> values) {
        return index.isPresent() ? index.get().of(values).stream().toList() : values;
    }
}
