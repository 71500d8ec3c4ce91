// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

/// Somebody whose mail is let in, or kept out, whatever it is.
///
/// @param note why, in the words of who made it; without control characters; may be empty
public record ListEntry(SenderPattern sender, Kind kind, String note) {
    private static final int MAX_NOTE_CHARS = 200;

    public enum Kind {
        ALLOWED,
        BLOCKED
    }

    public ListEntry {
        note = note.replaceAll("\\p{Cntrl}", " ");
        note = note.substring(0, Math.min(note.length(), MAX_NOTE_CHARS));
    }
}
