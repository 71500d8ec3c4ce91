// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.MailReading;

/// What the statistics see of a mail: hashes of its words, header fields and structure, each once,
/// sorted, {@value #MAX} at most. Nothing of the mail can be read back from them.
///
/// Whether a mail is met at arrival or later in a mailbox, its features are the same: what this server
/// writes on top of it is passed over ({@link TraceFields}), but for who brought it, which at arrival
/// comes from the facts.
public final class Features {
    /// Changes when a mail's features become others: models and trainings of another version are void.
    public static final int VERSION = 2;

    public static final int MAX = 4_000;

    private final int[][] groups;

    private Features(int[][] groups) {
        this.groups = groups;
    }

    /// Of a stored mail, or one in a file: who brought it stands in its Received fields.
    public static Features of(MailReading mail) {
        FeatureCollector into = new FeatureCollector();
        read(mail, 0, into);
        return of(into);
    }

    /// Of a mail as it arrives, before this server's Received field.
    public static Features of(MailReading mail, ArrivalFacts facts) {
        FeatureCollector into = new FeatureCollector();
        facts.client()
                .ifPresent(client ->
                        HeaderFeatures.broughtBy(
                                facts.greeting(),
                                facts.clientName(),
                                client.getHostAddress(),
                                into));
        read(mail, facts.client().isPresent() ? 1 : 0, into);
        return of(into);
    }

    private static void read(MailReading mail, int hops, FeatureCollector into) {
        HeaderFeatures.read(mail, hops, into);
        StructureFeatures.read(mail, into);
        TextFeatures.read(mail, into);
    }

    private static Features of(FeatureCollector collected) {
        int[][] groups = new int[FeatureGroup.values().length][];
        for (FeatureGroup group : FeatureGroup.values()) {
            groups[group.place()] = collected.sorted(group);
        }
        return new Features(groups);
    }

    /// For tests and simulations.
    static Features of(List<int[]> groups) {
        return new Features(
                groups.stream()
                        .map(group -> Arrays.stream(group).sorted().distinct().toArray())
                        .toArray(int[][]::new));
    }

    int[] of(FeatureGroup group) {
        return groups[group.place()];
    }

    public int count() {
        int count = 0;
        for (int[] group : groups) {
            count += group.length;
        }
        return count;
    }

    /// All of them, some three octets each: to be kept until they are learnt. {@link #parse} reads them.
    public byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(count() * 3 + 16);
        out.write(VERSION);
        for (int[] group : groups) {
            Varint.write(out, group.length);
            int before = 0;
            for (int feature : group) {
                Varint.write(out, feature - before);
                before = feature;
            }
        }
        return out.toByteArray();
    }

    /// Empty for octets of another version, or of nothing of the kind.
    public static Optional<Features> parse(byte[] octets) {
        if (octets.length == 0 || octets[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        int[][] groups = new int[FeatureGroup.values().length][];
        try {
            for (int group = 0; group < groups.length; group++) {
                groups[group] = read(in);
            }
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(new Features(groups));
    }

    private static int[] read(ByteBuffer in) {
        int count = Varint.read(in);
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " features");
        }
        int[] group = new int[count];
        int before = 0;
        for (int i = 0; i < count; i++) {
            before += Varint.read(in);
            group[i] = before;
        }
        return group;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && Arrays.deepEquals(groups, features.groups);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(groups);
    }

    @Override
    public String toString() {
        return count() + " features";
    }
}
