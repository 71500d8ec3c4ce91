// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.ldap.view.AttributeType.Matching;
import org.pabal.message.Address;

/// A search filter, made ready once and then judged for many entries. RFC 4511 §4.5.1.7.
///
/// What it asks of an attribute that this tree does not have, or has no such order of, is neither
/// true nor false.
sealed interface ViewFilter {
    int MAX_TERMS = 100;
    int MAX_DEPTH = 16;

    record And(List<ViewFilter> parts) implements ViewFilter {}

    record Or(List<ViewFilter> parts) implements ViewFilter {}

    record Not(ViewFilter part) implements ViewFilter {}

    /// @param value normal, see {@link #normal}
    record Equal(AttributeType type, String value) implements ViewFilter {}

    /// @param initial normal, perhaps empty, as the others
    record Substrings(AttributeType type, String initial, List<String> any, String last)
            implements ViewFilter {

        boolean matches(String value) {
            if (!value.startsWith(initial)) {
                return false;
            }
            int at = initial.length();
            for (String piece : any) {
                int found = value.indexOf(piece, at);
                if (found < 0) {
                    return false;
                }
                at = found + piece.length();
            }
            return value.length() - at >= last.length() && value.endsWith(last);
        }
    }

    record Present(AttributeType type) implements ViewFilter {}

    /// @param atLeast else at most
    record Ordered(AttributeType type, String value, boolean atLeast) implements ViewFilter {}

    record Undefined() implements ViewFilter {}

    /// What a filter is of an entry.
    enum Truth {
        TRUE,
        FALSE,
        UNDEFINED;

        static Truth of(boolean truth) {
            return truth ? TRUE : FALSE;
        }
    }

    /// The filter asks for more than is spent on one (THREATS L06).
    final class TooCostly extends Exception {
        private static final long serialVersionUID = 1L;

        TooCostly() {
            super("a filter has at most " + MAX_TERMS + " terms, " + MAX_DEPTH + " deep");
        }
    }

    /// @throws TooCostly for one with too many terms, or too deep
    static ViewFilter of(Filter filter) throws TooCostly {
        return new FilterReading().read(filter, 1);
    }

    default Truth judge(ViewEntry entry) {
        return switch (this) {
            case And(List<ViewFilter> parts) -> all(parts, entry);
            case Or(List<ViewFilter> parts) -> any(parts, entry);
            case Not(ViewFilter part) ->
                    switch (part.judge(entry)) {
                        case TRUE -> Truth.FALSE;
                        case FALSE -> Truth.TRUE;
                        case UNDEFINED -> Truth.UNDEFINED;
                    };
            case Equal(AttributeType type, String value) ->
                    Truth.of(normals(entry, type).anyMatch(value::equals));
            case Substrings substrings ->
                    Truth.of(normals(entry, substrings.type()).anyMatch(substrings::matches));
            case Present(AttributeType type) -> Truth.of(!entry.values(type).isEmpty());
            case Ordered(AttributeType type, String value, boolean atLeast) ->
                    Truth.of(
                            normals(entry, type)
                                    .mapToInt(each -> compare(type, each, value))
                                    .anyMatch(order -> atLeast ? order >= 0 : order <= 0));
            case Undefined _ -> Truth.UNDEFINED;
        };
    }

    private static Truth all(List<ViewFilter> parts, ViewEntry entry) {
        Truth truth = Truth.TRUE;
        for (ViewFilter part : parts) {
            Truth each = part.judge(entry);
            if (each == Truth.FALSE) {
                return Truth.FALSE;
            }
            truth = each == Truth.UNDEFINED ? each : truth;
        }
        return truth;
    }

    private static Truth any(List<ViewFilter> parts, ViewEntry entry) {
        Truth truth = Truth.FALSE;
        for (ViewFilter part : parts) {
            Truth each = part.judge(entry);
            if (each == Truth.TRUE) {
                return Truth.TRUE;
            }
            truth = each == Truth.UNDEFINED ? each : truth;
        }
        return truth;
    }

    private static Stream<String> normals(ViewEntry entry, AttributeType type) {
        return entry.values(type).stream().map(value -> normal(type, value));
    }

    private static int compare(AttributeType type, String one, String other) {
        return type.matching() == Matching.NUMBER
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    /// A value in the form in which it is compared: of entries, and of assertions that were found to
    /// be fit.
    static String normal(AttributeType type, String value) {
        return switch (type.matching()) {
            case WORD -> squeezed(value);
            case ADDRESS -> address(value);
            case NAME -> dn(value);
            case UUID -> value.toLowerCase(Locale.ROOT);
            case EXACT, NUMBER, NONE -> value;
        };
    }

    /// RFC 4518: case, composition and runs of spaces do not count.
    private static String squeezed(String value) {
        boolean ascii = value.chars().allMatch(c -> c < 0x80);
        String normal = ascii ? value : Normalizer.normalize(value, Normalizer.Form.NFKC);
        String lower = normal.toLowerCase(Locale.ROOT);
        return lower.indexOf(' ') < 0 ? lower : lower.strip().replaceAll(" {2,}", " ");
    }

    private static String address(String value) {
        boolean ascii = value.chars().allMatch(c -> c < 0x80);
        if (ascii) {
            return value.toLowerCase(Locale.ROOT);
        }
        return Address.parse(value)
                .map(Address::lookupForm)
                .map(TreeName::shown)
                .orElseGet(() -> squeezed(value));
    }

    private static String dn(String value) {
        try {
            return DN.normalize(value);
        } catch (LDAPException notADn) {
            return value;
        }
    }

    /// Makes the filter of what was sent, counting as it goes.
    final class FilterReading {
        private int terms;

        private FilterReading() {}

        ViewFilter read(Filter filter, int depth) throws TooCostly {
            if (++terms > MAX_TERMS || depth > MAX_DEPTH) {
                throw new TooCostly();
            }
            return switch (filter.getFilterType()) {
                case Filter.FILTER_TYPE_AND -> new And(readAll(filter.getComponents(), depth));
                case Filter.FILTER_TYPE_OR -> new Or(readAll(filter.getComponents(), depth));
                case Filter.FILTER_TYPE_NOT -> {
                    Filter part = filter.getNOTComponent();
                    yield part == null ? new Undefined() : new Not(read(part, depth + 1));
                }
                case Filter.FILTER_TYPE_PRESENCE ->
                        type(filter).<ViewFilter>map(Present::new).orElseGet(Undefined::new);
                case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
                        equality(filter);
                case Filter.FILTER_TYPE_GREATER_OR_EQUAL -> ordered(filter, true);
                case Filter.FILTER_TYPE_LESS_OR_EQUAL -> ordered(filter, false);
                case Filter.FILTER_TYPE_SUBSTRING -> substrings(filter);
                default -> new Undefined(); // matching rules by name: none is supported
            };
        }

        private List<ViewFilter> readAll(Filter[] parts, int depth) throws TooCostly {
            List<ViewFilter> read = new ArrayList<>();
            for (Filter part : parts) {
                read.add(read(part, depth + 1));
            }
            return List.copyOf(read);
        }

        private static Optional<AttributeType> type(Filter filter) {
            String name = filter.getAttributeName();
            return name == null ? Optional.empty() : AttributeType.named(name);
        }

        private static ViewFilter equality(Filter filter) {
            Optional<AttributeType> type = type(filter);
            Optional<String> value = type.flatMap(known -> value(known, filter));
            return value.isPresent() ? new Equal(type.orElseThrow(), value.get()) : new Undefined();
        }

        private static ViewFilter ordered(Filter filter, boolean atLeast) {
            Optional<AttributeType> type =
                    type(filter).filter(known -> known.matching().isOrdered());
            Optional<String> value = type.flatMap(known -> value(known, filter));
            return value.isPresent()
                    ? new Ordered(type.orElseThrow(), value.get(), atLeast)
                    : new Undefined();
        }

        private static Optional<String> value(AttributeType type, Filter filter) {
            byte[] octets = filter.getAssertionValueBytes();
            return octets == null ? Optional.empty() : ViewFilter.assertion(type, octets);
        }

        private ViewFilter substrings(Filter filter) throws TooCostly {
            Optional<AttributeType> type =
                    type(filter).filter(known -> known.matching().hasSubstrings());
            List<String> any = new ArrayList<>();
            for (byte[] piece : filter.getSubAnyBytes()) {
                if (++terms > MAX_TERMS) {
                    throw new TooCostly();
                }
                any.add(piece(piece));
            }
            byte[] initial = filter.getSubInitialBytes();
            byte[] last = filter.getSubFinalBytes();
            return type.<ViewFilter>map(known ->
                            new Substrings(
                                    known,
                                    initial == null ? "" : piece(initial),
                                    any,
                                    last == null ? "" : piece(last)))
                    .orElseGet(Undefined::new);
        }

        /// Spaces at the ends of a piece count: they may be within the value.
        private static String piece(byte[] octets) {
            return Normalizer.normalize(
                            new String(octets, StandardCharsets.UTF_8), Normalizer.Form.NFKC)
                    .toLowerCase(Locale.ROOT);
        }
    }

    /// A value to compare with, in normal form; empty when no value of this attribute can be like it.
    static Optional<String> assertion(AttributeType type, byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
        boolean fits =
                switch (type.matching()) {
                    case NONE -> false;
                    case NUMBER -> text.matches("-?[0-9]{1,19}");
                    case WORD, ADDRESS, EXACT, NAME, UUID -> true;
                };
        return fits ? Optional.of(normal(type, text)) : Optional.empty();
    }
}
