// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.pabal.wire.IpNetwork;

/// What an answer of a list is worth. A list says by the address that it answers with which of its
/// parts has an entry: by the whole of it, or by the bits of its last octet. RFC 5782 §2.3
///
/// @param entries in the order in which they are tried; the first network that holds an answer counts,
///     and every bit that is set in it
/// @param others for answers that no entry names; 0 for those that do not count
public record AnswerPoints(List<Entry> entries, double others) {

    public sealed interface Entry {
        double points();

        record Network(IpNetwork network, double points) implements Entry {}

        /// @param bits of the last octet, of which one at least is set
        record Bits(int bits, double points) implements Entry {}
    }

    public AnswerPoints {
        entries = List.copyOf(entries);
    }

    /// @param texts such as `127.0.0.2=3`, `127.0.0.10/31=1.5`, `&8=2`
    /// @throws IllegalArgumentException naming the entry that is none of these
    public static AnswerPoints parse(List<String> texts, double others) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            try {
                String answer = text.substring(0, Math.max(0, equals)).strip();
                double points = points(text.substring(equals + 1));
                entries.add(
                        answer.startsWith("&")
                                ? new Entry.Bits(bits(answer.substring(1)), points)
                                : new Entry.Network(IpNetwork.parse(answer), points));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "not of the form 127.0.0.2=3, 127.0.0.4/30=1.5 or &8=2: " + text, wrong);
            }
        }
        return new AnswerPoints(entries, others);
    }

    /// @throws IllegalArgumentException when it is no number that points can be
    public static double points(String text) {
        double points = Double.parseDouble(text.strip());
        if (!(Math.abs(points) <= 100)) {
            throw new IllegalArgumentException("points from -100 to 100: " + text);
        }
        return points;
    }

    private static int bits(String text) {
        int bits = Integer.parseInt(text.strip());
        if (bits < 1 || bits > 255) {
            throw new IllegalArgumentException(text);
        }
        return bits;
    }

    /// Empty when it is no answer of a list that means an entry.
    OptionalDouble of(InetAddress answer) {
        double ofBits = 0;
        boolean named = false;
        int last = answer.getAddress()[answer.getAddress().length - 1] & 0xff;
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Network(var network, double points) -> {
                    if (network.contains(answer)) {
                        return OptionalDouble.of(points);
                    }
                }
                case Entry.Bits(int bits, double points) -> {
                    if ((last & bits) != 0 && answer instanceof Inet4Address) {
                        ofBits += points;
                        named = true;
                    }
                }
            }
        }
        double points = named ? ofBits : others;
        return points == 0 ? OptionalDouble.empty() : OptionalDouble.of(points);
    }

    /// Whether all that it says speaks for a mail: a list of good hosts.
    boolean isAllowing() {
        return others <= 0
                && (others < 0 || !entries.isEmpty())
                && entries.stream().allMatch(entry -> entry.points() <= 0);
    }
}
