// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.TagList;

/// Puts the ARC fields of a header section together to sets. RFC 8617 §4.2.1, §5.2.
final class ChainReader {
    static final String RESULTS = "ARC-Authentication-Results";
    static final String SIGNATURE = "ARC-Message-Signature";
    static final String SEAL = "ARC-Seal";

    /// RFC 8617 §4.2.1.
    static final int MAX_SETS = 50;

    private static final Pattern INSTANCE_OF_RESULTS =
            Pattern.compile("[ \\t\\r\\n]*i[ \\t\\r\\n]*=[ \\t\\r\\n]*(\\d{1,4})[ \\t\\r\\n]*;");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private final @Nullable RawField[] results = new RawField[MAX_SETS + 1];
    private final @Nullable RawField[] signatures = new RawField[MAX_SETS + 1];
    private final @Nullable RawField[] seals = new RawField[MAX_SETS + 1];
    private final TagList[] sealTags = new TagList[MAX_SETS + 1];
    private int highest;

    private ChainReader() {}

    /// What the fields are together.
    sealed interface Chain {
        record None() implements Chain {}

        record Sets(List<ArcSet> sets) implements Chain {}

        /// @param highest instance that was met
        record Broken(int highest, String reason) implements Chain {}
    }

    private static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String reason) {
            super(reason, null, false, false);
        }
    }

    static Chain read(MessageHeader header) {
        List<RawField> fields = header.fields().stream().filter(ChainReader::isArc).toList();
        if (fields.isEmpty()) {
            return new Chain.None();
        }
        ChainReader reader = new ChainReader();
        try {
            if (fields.size() > 3 * MAX_SETS) {
                reader.highest = MAX_SETS;
                throw new BrokenException("more than " + MAX_SETS + " sets");
            }
            for (RawField field : fields) {
                reader.add(field);
            }
            return new Chain.Sets(reader.sets());
        } catch (BrokenException e) {
            return new Chain.Broken(reader.highest, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isArc(RawField field) {
        return field.is(SEAL) || field.is(SIGNATURE) || field.is(RESULTS);
    }

    private void add(RawField field) throws BrokenException {
        if (field.is(RESULTS)) {
            Matcher matcher = INSTANCE_OF_RESULTS.matcher(field.value());
            place(results, number(field, matcher.lookingAt() ? matcher.group(1) : ""), field);
            return;
        }
        TagList tags = tags(field);
        int instance = number(field, tags.get("i").orElse(""));
        if (field.is(SEAL)) {
            place(seals, instance, field);
            sealTags[instance] = tags;
        } else {
            place(signatures, instance, field);
        }
    }

    private static TagList tags(RawField field) throws BrokenException {
        try {
            return TagList.parse(field.value());
        } catch (TagList.MalformedException e) {
            throw new BrokenException("syntax of an " + field.name() + ": " + e.getMessage());
        }
    }

    private int number(RawField field, String digits) throws BrokenException {
        int number = NUMBER.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
        if (number > MAX_SETS) {
            highest = MAX_SETS;
            throw new BrokenException("more than " + MAX_SETS + " sets");
        }
        if (number == 0) {
            throw new BrokenException("an " + field.name() + " without its number (i=)");
        }
        highest = Math.max(highest, number);
        return number;
    }

    private static void place(@Nullable RawField[] all, int instance, RawField field)
            throws BrokenException {
        if (all[instance] != null) {
            throw new BrokenException("two " + field.name() + " of set " + instance);
        }
        all[instance] = field;
    }

    private List<ArcSet> sets() throws BrokenException {
        List<ArcSet> sets = new ArrayList<>();
        for (int instance = 1; instance <= highest; instance++) {
            RawField found = results[instance];
            RawField signature = signatures[instance];
            RawField seal = seals[instance];
            if (found == null || signature == null || seal == null) {
                throw new BrokenException("set " + instance + " is not complete");
            }
            TagList tags = sealTags[instance];
            sets.add(
                    new ArcSet(
                            instance,
                            found,
                            signature,
                            seal,
                            tags.unfolded("d").orElse("").toLowerCase(Locale.ROOT),
                            chain(tags, instance)));
        }
        return sets;
    }

    private static ArcResult chain(TagList tags, int instance) throws BrokenException {
        return switch (tags.get("cv").orElse("").toLowerCase(Locale.ROOT)) {
            case "none" -> ArcResult.NONE;
            case "pass" -> ArcResult.PASS;
            case "fail" -> ArcResult.FAIL;
            default -> throw new BrokenException("set " + instance + " does not say cv=");
        };
    }
}
