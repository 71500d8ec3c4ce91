// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Wishes.Interest;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.SequenceSet;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SnapshotDelta;
import org.pabal.mailbox.UidSet;

/// The mailbox a client has open, and what it has been told of it.
///
/// Message numbers are those of {@link #told}: the snapshot that the client's picture agrees with.
/// {@link #update} moves it on to the newest one and says what lies between. Where EXPUNGE may not
/// be said (RFC 9051 §7.5.1) and there is one to say, `told` stays, so numbers keep their meaning;
/// only the flags go on, in `flagsTold`.
public final class SelectedMailbox implements ImapState {

    /// Whether the client may change the mailbox.
    public enum Access {
        READ_WRITE,
        READ_ONLY
    }

    /// Whether the running command lets EXPUNGE be said.
    public enum Expunges {
        TOLD,
        HELD_BACK
    }

    private final Authenticated user;
    private final NamedMailbox mailbox;
    private final Access access;
    private final FlagsWriter flagsWriter;
    private MailboxSnapshot told;
    private MailboxSnapshot flagsTold;
    private Flags keywordsTold;
    private Rights rightsTold;
    private UidSet saved = UidSet.EMPTY;
    private final List<UpdatingResult> updatingResults = new ArrayList<>();
    private final RecentMessages recent = new RecentMessages();

    public SelectedMailbox(
            Authenticated user, NamedMailbox mailbox, Access access, MailboxSnapshot snapshot) {
        this.user = user;
        this.mailbox = mailbox;
        this.access = access;
        this.flagsWriter = new FlagsWriter(user.out());
        this.told = snapshot;
        this.flagsTold = snapshot;
        this.keywordsTold = snapshot.keywords();
        this.rightsTold = mailbox.rights();
        findRecent(snapshot);
    }

    /// Makes this the session to which new messages are `\Recent`; one that may not change the
    /// mailbox, or not the owner's, only looks. RFC 3501 §6.3.2.
    private void findRecent(MailboxSnapshot newest) {
        if (features().isRev2()) {
            return;
        }
        if (isReadOnly() || !mailbox.isOwn()) {
            int first = newest.count() - mailboxes().recentCount(newest);
            recent.add(first < newest.count() ? newest.uid(first) : newest.uidNext(), newest);
        } else {
            recent.add(mailboxes().claimRecent(newest), newest);
        }
    }

    public boolean isRecent(int index) {
        return recent.contains(told.uid(index));
    }

    /// `* 2 RECENT`, to those who know it. RFC 3501 §7.3.2.
    public void writeRecentCount() throws IOException {
        if (!features().isRev2()) {
            out().ascii("* ").number(recent.countIn(told)).ascii(" RECENT").crlf();
        }
    }

    /// The flags of a message in parentheses, with `\Recent` where it is.
    public void writeFlagList(long uid, Flags flags) throws IOException {
        if (recent.contains(uid)) {
            flagsWriter.writeRecent(flags);
        } else {
            flagsWriter.write(flags);
        }
    }

    public Authenticated user() {
        return user;
    }

    public NamedMailbox named() {
        return mailbox;
    }

    public MailboxId mailbox() {
        return mailbox.id();
    }

    /// True after EXAMINE: then nothing is changed, whatever the rights.
    public boolean isReadOnly() {
        return access == Access.READ_ONLY;
    }

    /// What the client may do with the mailbox by now.
    public Rights rights() {
        return mailbox.isOwn()
                ? Rights.ALL
                : mailboxes()
                        .find(mailbox())
                        .map(info -> user.rights(mailbox.owner(), info))
                        .orElse(Rights.NONE);
    }

    /// Ends the session of a client whose right to read was taken away. RFC 4314 §5.1.1.
    ///
    /// @return true when there is nothing to end
    public boolean checkReadable() throws IOException {
        Rights now = rights();
        if (!now.has(Rights.READ)) {
            user.client().bye("You may not read the selected mailbox any more");
            return false;
        }
        if (!now.equals(rightsTold)) {
            rightsTold = now;
            writeKeywords();
        }
        return true;
    }

    /// True when FETCH of a body adds `\Seen`.
    public boolean setsSeen() {
        return !isReadOnly() && rights().has(Rights.SEEN);
    }

    /// Those among which the mailbox lies: the account's own, or another's.
    public AccountMailboxes mailboxes() {
        return mailbox.mailboxes();
    }

    public Features features() {
        return user.client().features();
    }

    public ResponseWriter out() {
        return user.out();
    }

    /// The snapshot whose message numbers the client uses.
    public MailboxSnapshot told() {
        return told;
    }

    /// The flags of a message of {@link #told} as the client knows them.
    public Flags flags(int index) {
        int at = indexInFlagsTold(index);
        return at < 0 ? told.flags(index) : flagsTold.flags(at);
    }

    /// False once a message is known to be expunged.
    public boolean isThere(long uid) {
        return flagsTold.indexOf(uid) >= 0;
    }

    public long modSeq(int index) {
        int at = indexInFlagsTold(index);
        return at < 0 ? told.modSeq(index) : flagsTold.modSeq(at);
    }

    /// Over {@link #told}, with the flags and modseqs that the client knows.
    public MessageCursor cursor() {
        return isSame(flagsTold, told)
                ? told.cursor()
                : MessageCursor.of(told, this::flags, this::modSeq);
    }

    private int indexInFlagsTold(int index) {
        return isSame(flagsTold, told) ? index : flagsTold.indexOf(told.uid(index));
    }

    /// Snapshots are immutable: the same object is the same moment, and nothing else is asked.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(MailboxSnapshot one, MailboxSnapshot other) {
        return one == other;
    }

    public long highestModSeq() {
        return told.highestModSeq();
    }

    /// Of whose changes the client hears; they end with this object.
    public List<UpdatingResult> updatingResults() {
        return updatingResults;
    }

    /// What SEARCH RETURN (SAVE) found. RFC 9051 §6.4.4.1.
    public void save(UidSet found) {
        saved = found;
    }

    /// @return empty when a message number is meant that does not exist
    public Optional<IndexRanges> resolve(MessageSet messages) {
        SequenceSet set = messages.set();
        if (set.isSaved()) {
            return Optional.of(IndexRanges.ofUids(saved, told));
        }
        int count = told.count();
        if (messages.isByUid()) {
            UidSet uids = set.resolve(count == 0 ? 0 : told.uid(count - 1));
            return Optional.of(IndexRanges.ofUids(uids, told));
        }
        return set.hasNumberAbove(count)
                ? Optional.empty()
                : Optional.of(IndexRanges.ofNumbers(set.resolve(count), count));
    }

    /// As {@link #update}, as far as the client wants to hear of it without asking. RFC 5465 §3.1.
    public void tellChanges(Expunges expunges) throws IOException {
        if (wishes().interest() != Interest.NOTHING) {
            update(expunges);
        } else if (mailboxes().snapshot(mailbox()).isEmpty()) {
            user.client().bye("The selected mailbox was deleted");
        }
    }

    private Wishes wishes() {
        return user.client().wishes();
    }

    /// Tells the client what changed since it was told last.
    public void update(Expunges expunges) throws IOException {
        Optional<MailboxSnapshot> newest = mailboxes().snapshot(mailbox());
        if (newest.isEmpty()) {
            user.client().bye("The selected mailbox was deleted");
        } else if (checkReadable()
                && (!isSame(newest.get(), told) || !isSame(newest.get(), flagsTold))) {
            tell(newest.get(), expunges, UidSet.EMPTY);
        }
    }

    /// Tells the client what its own STORE did, and what else changed.
    ///
    /// @param changed the messages that STORE was about
    public void updateAfterStore(UidSet changed, Expunges expunges) throws IOException {
        Optional<MailboxSnapshot> newest = mailboxes().snapshot(mailbox());
        if (newest.isEmpty()) {
            user.client().bye("The selected mailbox was deleted");
            return;
        }
        tell(newest.get(), expunges, changed);
        for (UidSet.Range range : changed.ranges()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                tellFlags(uid);
            }
        }
    }

    /// As {@link #updateAfterStore} for `.SILENT`: a client that works the result out for itself
    /// hears only of what came out differently, and of modseqs if it wants them. RFC 7162 §3.1.3.
    public void updateAfterSilentStore(UidSet changed, FlagChange change, Expunges expunges)
            throws IOException {
        MailboxSnapshot before = flagsTold;
        Optional<MailboxSnapshot> newest = mailboxes().snapshot(mailbox());
        if (newest.isEmpty()) {
            user.client().bye("The selected mailbox was deleted");
            return;
        }
        tell(newest.get(), expunges, changed);
        for (UidSet.Range range : changed.ranges()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                tellSurprise(uid, before, change);
            }
        }
    }

    private void tellSurprise(long uid, MailboxSnapshot before, FlagChange change)
            throws IOException {
        int was = before.indexOf(uid);
        int is = flagsTold.indexOf(uid);
        int number = told.indexOf(uid);
        if (was < 0 || is < 0 || number < 0) {
            return;
        }
        if (!change.apply(before.flags(was)).equals(flagsTold.flags(is))) {
            tellFlags(number, is);
        } else if (features().showsModSeq() && before.modSeq(was) != flagsTold.modSeq(is)) {
            beginFetch(number);
            writeUidUnlessTold(uid);
            out().ascii("MODSEQ (").number(flagsTold.modSeq(is)).ascii("))").crlf();
        }
    }

    /// Adds `\Seen`, as FETCH of a body does. The caller shows the new flags itself.
    public void markSeen(UidSet uids) throws IOException {
        UidSet changed =
                mailboxes()
                        .store(
                                mailbox(),
                                uids,
                                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.SEEN)),
                                java.util.OptionalLong.empty())
                        .changed();
        Optional<MailboxSnapshot> newest = mailboxes().snapshot(mailbox());
        if (newest.isPresent()) {
            tell(newest.get(), Expunges.HELD_BACK, changed);
        }
    }

    /// @param own messages whose flags the caller tells
    private void tell(MailboxSnapshot newest, Expunges expunges, UidSet own) throws IOException {
        SnapshotDelta delta = newest.since(told);
        SnapshotDelta flagsDelta = isSame(flagsTold, told) ? delta : newest.since(flagsTold);
        tellKeywords(newest);
        if (delta.expunged().length > 0 && expunges == Expunges.HELD_BACK) {
            flagsTold = newest;
            tellChanged(flagsDelta, own);
            return;
        }
        for (UpdatingResult result : updatingResults) {
            result.expunging(this, delta.expunged());
        }
        tellExpunged(delta.expunged());
        told = newest;
        flagsTold = newest;
        int arrived = delta.firstArrived();
        if (arrived < newest.count()) {
            out().ascii("* ").number(newest.count()).ascii(" EXISTS").crlf();
            findRecent(newest);
            writeRecentCount();
        }
        tellChanged(flagsDelta, own, arrived);
        if (arrived < newest.count()) {
            wishes().arrivals().write(this, IndexRanges.between(arrived, newest.count() - 1));
        }
        for (UpdatingResult result : updatingResults) {
            result.changed(this, changedAndArrived(delta));
        }
    }

    private int[] changedAndArrived(SnapshotDelta delta) {
        return IntStream.concat(
                        Arrays.stream(delta.changed())
                                .filter(index -> index < delta.firstArrived()),
                        IntStream.range(delta.firstArrived(), told.count()))
                .toArray();
    }

    private void tellChanged(SnapshotDelta delta, UidSet own) throws IOException {
        tellChanged(delta, own, Integer.MAX_VALUE);
    }

    /// @param before index of the first message whose flags are news without having changed
    private void tellChanged(SnapshotDelta delta, UidSet own, int before) throws IOException {
        if (wishes().interest() != Interest.ALL) {
            return;
        }
        for (int index : delta.changed()) {
            if (index >= before) {
                return;
            }
            long uid = flagsTold.uid(index);
            if (!own.contains(uid)) {
                int number = isSame(told, flagsTold) ? index : told.indexOf(uid);
                if (number >= 0) {
                    tellFlags(number, index);
                }
            }
        }
    }

    private void tellFlags(long uid) throws IOException {
        int number = told.indexOf(uid);
        int index = flagsTold.indexOf(uid);
        if (number >= 0 && index >= 0) {
            tellFlags(number, index);
        }
    }

    /// `* 3 FETCH (`, or `* 27 UIDFETCH (` to a client that knows no numbers. RFC 9586 §3.3.
    public ResponseWriter beginFetch(int index) throws IOException {
        return features().isUidOnly()
                ? out().ascii("* ").number(told.uid(index)).ascii(" UIDFETCH (")
                : out().ascii("* ").number(index + 1L).ascii(" FETCH (");
    }

    private void writeUidUnlessTold(long uid) throws IOException {
        if (!features().isUidOnly()) {
            out().ascii("UID ").number(uid).octet(' ');
        }
    }

    /// FETCH with UID and FLAGS, and MODSEQ where the client wants it, of a message of {@link #told}.
    public void writeFlags(int index) throws IOException {
        tellFlags(index, indexInFlagsTold(index));
    }

    private void tellFlags(int number, int index) throws IOException {
        ResponseWriter out = beginFetch(number);
        writeUidUnlessTold(flagsTold.uid(index));
        out.ascii("FLAGS ");
        writeFlagList(flagsTold.uid(index), flagsTold.flags(index));
        if (features().showsModSeq()) {
            out.ascii(" MODSEQ (").number(flagsTold.modSeq(index)).octet(')');
        }
        out.octet(')').crlf();
    }

    /// From the last to the first, so that each number still means what the client thinks.
    private void tellExpunged(int[] expunged) throws IOException {
        if (features().showsVanished() && expunged.length > 0) {
            UidSet.Builder uids = new UidSet.Builder();
            for (int index : expunged) {
                uids.add(told.uid(index));
            }
            out().ascii("* VANISHED ").ascii(uids.build().toString()).crlf();
            return;
        }
        for (int i = expunged.length - 1; i >= 0; i--) {
            out().ascii("* ").number(expunged[i] + 1L).ascii(" EXPUNGE").crlf();
        }
    }

    /// A keyword that went out of use is not taken back: a message that is expunged and still has its
    /// number may show it.
    private void tellKeywords(MailboxSnapshot newest) throws IOException {
        Flags keywords = newest.keywords();
        if (keywords.equals(keywordsTold)) {
            return;
        }
        Flags all = keywordsTold.plus(keywords);
        if (!all.equals(keywordsTold)) {
            keywordsTold = all;
            writeKeywords();
        }
    }

    /// The FLAGS response and PERMANENTFLAGS. RFC 9051 §7.3.5.
    public void writeKeywords() throws IOException {
        String system = String.join(" ", Flags.SYSTEM);
        String all = keywordsTold.equals(Flags.NONE) ? system : system + " " + keywordsTold;
        out().ascii("* FLAGS (").ascii(all).octet(')').crlf();
        String permanent = isReadOnly() ? "" : permanentFlags();
        out().untagged(
                        "OK",
                        "PERMANENTFLAGS (" + permanent + ")",
                        permanent.isEmpty() ? "Nothing can be changed" : "Flags that last");
    }

    /// Those that the client may change, and `\*` if it may add others. RFC 4314 §5.1.1.
    private String permanentFlags() {
        List<String> flags = new ArrayList<>();
        Flags permitted = rightsTold.permitted(Flags.of(Flags.SYSTEM));
        Flags.SYSTEM.stream().filter(permitted::has).forEach(flags::add);
        if (rightsTold.has(Rights.WRITE)) {
            flags.addAll(keywordsTold.names());
            flags.add("\\*");
        }
        return String.join(" ", flags);
    }

    public void writeHighestModSeq() throws IOException {
        out().untagged("OK", "HIGHESTMODSEQ " + told.highestModSeq(), "Highest mod-sequence");
    }
}
