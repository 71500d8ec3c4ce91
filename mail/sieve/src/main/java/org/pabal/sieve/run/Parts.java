// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.edit.EditedMessage;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.edit.NewEntity;

/// The MIME parts of a run's message, and which one a loop has come to. RFC 5703 §3.
///
/// While loops run, parts are named as they were when the outermost began, whatever the script has
/// edited since: so a loop goes on while parts are replaced. A message that is replaced whole
/// or enclosed has other parts, and the loops end.
@SuppressWarnings("ReferenceEquality") // versions and parts are what they are, not what is in them
public final class Parts {
    private final Run run;

    /// The message that loops go over.
    private @Nullable SieveMessage looped;

    private @Nullable MessagePart at;

    Parts(Run run) {
        this.run = run;
    }

    /// The part that a loop has come to, as it is by now; empty outside of loops.
    public Optional<MessagePart> current() {
        return at == null ? Optional.empty() : Optional.of(now(at));
    }

    /// The part that `:mime` means: that of the loop, else the message.
    public MessagePart meant() {
        return current().orElseGet(this::whole);
    }

    private MessagePart whole() {
        SieveMessage message = run.message();
        return MessagePart.of(message, message.scan().root());
    }

    private MessagePart now(MessagePart part) {
        SieveMessage message = run.message();
        if (part.source() != looped || message == looped || !areThere()) {
            return part;
        }
        EditedMessage edited = EditedMessage.of(message);
        if (part.part() == part.source().scan().root()) {
            return new MessagePart(part.source(), part.part(), edited.header());
        }
        Optional<NewEntity> entity = edited.replacement(part.part());
        return entity.isPresent()
                ? MessagePart.of(entity.get().message(), entity.get().root())
                : part;
    }

    /// A part with all that is within it, as they are by now, in the order of the message.
    public List<MessagePart> within(MessagePart part) {
        List<MessagePart> all = new ArrayList<>();
        add(part, all);
        return all;
    }

    private void add(MessagePart part, List<MessagePart> all) {
        run.step();
        MessagePart now = now(part);
        all.add(now);
        now.children().forEach(child -> add(child, all)); // as deep as MIME's limits allow
    }

    // Loops.

    /// What a loop that begins now goes over.
    public List<MessagePart> begin() {
        Optional<MessagePart> outer = current();
        if (outer.isPresent()) {
            return outer.get().children();
        }
        looped = run.message();
        return List.of(whole());
    }

    /// A loop has come to this part.
    public void enter(MessagePart part) {
        at = part;
    }

    /// Where the loops are, to come back to.
    public Optional<MessagePart> place() {
        return Optional.ofNullable(at);
    }

    /// A loop is over.
    public void leave(Optional<MessagePart> outer) {
        at = outer.orElse(null);
        if (at == null) {
            looped = null;
        }
    }

    /// Whether the message still has the parts that loops go over.
    public boolean areThere() {
        SieveMessage message = run.message();
        return looped == message
                || message instanceof EditedMessage edited && edited.base() == looped;
    }

    /// Whether something else stands in the place of the part that a loop has come to.
    public boolean isReplaced() {
        return at != null && now(at).part() != at.part();
    }

    // Edits.

    /// The message, for an edit.
    public EditedMessage edited() {
        SieveMessage message = run.message();
        return message == looped ? EditedMessage.over(message) : EditedMessage.of(message);
    }

    /// The part that a loop has come to, if it can be replaced: it is in the message, and not in
    /// what was put into the message since the loops began.
    public Optional<MessagePart> replaceable() {
        return areThere() && at != null && at.source() == looped
                ? Optional.of(at)
                : Optional.empty();
    }

    /// Whether a part is the message itself.
    public boolean isWhole(MessagePart part) {
        return part.part() == part.source().scan().root();
    }
}
