// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// One generation of a model: for each slot in how many spams and good mails a feature of it was, and
/// a weight. All of it is sums, so that the order in which mails come and go leaves no trace.
final class Counts {
    private static final int DIGITS = 5; // of 0 to 3, and LARGE
    private static final int LARGE = DIGITS - 1;
    private static final int END = 0xFF;

    private final ModelSize size;
    private final int slots;
    private final int shift;
    private final short[] spam;
    private final short[] ham;
    private final int[] weights;
    private int spams;
    private int hams;
    private int balance;

    Counts(ModelSize size) {
        this(size, 1 << size.slotBits());
    }

    private Counts(ModelSize size, int slots) {
        this.size = size;
        this.slots = slots;
        this.shift = Integer.SIZE - size.slotBits();
        this.spam = new short[slots];
        this.ham = new short[slots];
        this.weights = new int[slots];
    }

    /// Of a generation that never was: has no slots, only that it is empty.
    static Counts none(ModelSize size) {
        return new Counts(size, 0);
    }

    boolean learns(FeatureGroup group) {
        return size.learns(group);
    }

    boolean isEmpty() {
        return spams == 0 && hams == 0;
    }

    int spams() {
        return spams;
    }

    int hams() {
        return hams;
    }

    /// The slot of a feature. Features are sorted, so that a mail's slots are met in their order.
    int slot(int feature) {
        return feature >>> shift;
    }

    /// All steps added up.
    int balance() {
        return balance;
    }

    int spam(int slot) {
        return spam[slot];
    }

    int ham(int slot) {
        return ham[slot];
    }

    int weight(int slot) {
        return weights[slot];
    }

    /// @param times 1 to learn, -1 to forget
    void count(Features features, Kind kind, int times) {
        short[] counts = kind == Kind.SPAM ? spam : ham;
        for (FeatureGroup group : size.learnt()) {
            for (int feature : features.of(group)) {
                counts[slot(feature)] += (short) times;
            }
        }
        if (kind == Kind.SPAM) {
            spams += times;
        } else {
            hams += times;
        }
    }

    /// Moves the weights of a mail's features by a step, each by its share of its group.
    void push(Features features, int step) {
        if (step == 0) {
            return;
        }
        balance += step;
        for (FeatureGroup group : size.learnt()) {
            int[] all = features.of(group);
            int share = step * FeatureGroup.share(all.length);
            for (int feature : all) {
                weights[slot(feature)] += share;
            }
        }
    }

    /// Slots that say something, each with its distance from the one before. Small numbers go into one
    /// octet together; what is {@value #LARGE} or more follows it.
    void write(ByteArrayOutputStream out) {
        Varint.write(out, spams);
        Varint.write(out, hams);
        Varint.write(out, Varint.zigzag(balance));
        int before = -1;
        for (int slot = 0; slot < slots; slot++) {
            if (spam[slot] != 0 || ham[slot] != 0 || weights[slot] != 0) {
                write(out, slot, slot - before - 1);
                before = slot;
            }
        }
        out.write(END);
    }

    private void write(ByteArrayOutputStream out, int slot, int gap) {
        int weighed = weights[slot] == 0 ? 0 : 1;
        out.write(
                ((small(gap) * DIGITS + small(spam[slot])) * DIGITS + small(ham[slot])) * 2
                        + weighed);
        writeLarge(out, gap);
        writeLarge(out, spam[slot]);
        writeLarge(out, ham[slot]);
        if (weighed == 1) {
            Varint.write(out, Varint.zigzag(weights[slot]));
        }
    }

    private static int small(int number) {
        return number < 0 || number > LARGE ? LARGE : number;
    }

    private static void writeLarge(ByteArrayOutputStream out, int number) {
        if (small(number) == LARGE) {
            Varint.write(out, number);
        }
    }

    private static int readLarge(ByteBuffer in, int small) {
        return small == LARGE ? Varint.read(in) : small;
    }

    /// @throws IllegalArgumentException for octets that no model wrote
    static Counts read(ByteBuffer in, ModelSize size) {
        Counts counts = new Counts(size);
        counts.spams = Varint.read(in);
        counts.hams = Varint.read(in);
        counts.balance = Varint.unzigzag(Varint.read(in));
        int slot = -1;
        for (int head = octet(in); head != END; head = octet(in)) {
            int gap = readLarge(in, head / 2 / DIGITS / DIGITS);
            if (gap < 0 || gap >= counts.slots - slot - 1) {
                throw new IllegalArgumentException("gap of " + gap);
            }
            slot += gap + 1;
            counts.spam[slot] = (short) readLarge(in, head / 2 / DIGITS % DIGITS);
            counts.ham[slot] = (short) readLarge(in, head / 2 % DIGITS);
            counts.weights[slot] = head % 2 == 0 ? 0 : Varint.unzigzag(Varint.read(in));
        }
        return counts;
    }

    private static int octet(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw new IllegalArgumentException("cut off");
        }
        return in.get() & 0xFF;
    }
}
