// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What was learnt from mails, in a size that is bounded whatever they were.
///
/// Features fall into slots, each with the spams and the good mails that it was in, and a weight. Once
/// a generation has learnt as many mails as its size allows, the next begins; the one before still
/// counts, and then is forgotten as a whole. So a model follows the times, its counts stay small, and
/// an undoing is exact or has nothing to undo.
///
/// For one thread that learns. Others may judge by it meanwhile: they see a mail half learnt at worst.
public final class Model {
    private static final byte FORMAT = 1;

    private final ModelSize size;
    private int generation;
    private Counts current;
    private Counts before;

    private Model(ModelSize size) {
        this.size = size;
        this.current = new Counts(size);
        this.before = Counts.none(size);
    }

    public static Model empty(ModelSize size) {
        return new Model(size);
    }

    public ModelSize size() {
        return size;
    }

    /// Mails learnt as spam that still count.
    public int spam() {
        return current.spams() + before.spams();
    }

    /// Mails learnt as good that still count.
    public int ham() {
        return current.hams() + before.hams();
    }

    /// Of all steps that weights were moved by.
    int balance() {
        return current.balance() + before.balance();
    }

    Counts current() {
        return current;
    }

    Counts before() {
        return before;
    }

    /// Learns a mail, and moves the weights of its features by a step, which may be 0.
    Training learn(Features features, Kind kind, int step) {
        if (current.spams() + current.hams() >= size.mails()) {
            before = current;
            current = new Counts(size);
            generation++;
        }
        current.count(features, kind, 1);
        current.push(features, step);
        return new Training(kind, Features.VERSION, generation, step);
    }

    /// Takes out what a mail put in. Exact: the model's octets are what they would be without that
    /// training.
    ///
    /// @param features those of the same mail
    /// @return false when there is nothing left of it: its generation has aged away, or its features
    ///     were of another version
    public boolean undo(Features features, Training training) {
        if (training.features() != Features.VERSION) {
            return false;
        }
        Counts counts;
        if (training.generation() == generation) {
            counts = current;
        } else if (training.generation() == generation - 1 && generation > 0) {
            counts = before;
        } else {
            return false;
        }
        counts.count(features, training.kind(), -1);
        counts.push(features, -training.step());
        return true;
    }

    /// Moves the weights of a mail that was learnt before once more.
    Training push(Features features, Training training, int step) {
        if (training.features() != Features.VERSION || training.generation() != generation) {
            return training;
        }
        current.push(features, step);
        return new Training(
                training.kind(), training.features(), generation, training.step() + step);
    }

    /// All of the model, with the version of its features.
    public byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT);
        out.write(Features.VERSION);
        out.write(size.number());
        Varint.write(out, generation);
        current.write(out);
        if (generation > 0) {
            before.write(out);
        }
        return out.toByteArray();
    }

    /// Empty for octets that are no model, or one of another version: it is learnt anew then.
    public static Optional<Model> parse(byte[] octets) {
        boolean ours = octets.length > 3 && octets[0] == FORMAT && octets[1] == Features.VERSION;
        Optional<ModelSize> size = ours ? ModelSize.of(octets[2]) : Optional.empty();
        if (size.isEmpty()) {
            return Optional.empty();
        }
        Model model = new Model(size.get());
        ByteBuffer in = ByteBuffer.wrap(octets, 3, octets.length - 3);
        try {
            model.generation = Varint.read(in);
            model.current = Counts.read(in, model.size);
            if (model.generation > 0) {
                model.before = Counts.read(in, model.size);
            }
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(model);
    }
}
