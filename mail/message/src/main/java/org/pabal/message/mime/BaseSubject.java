// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// What a subject is about, without the marks of replies, forwards and lists. RFC 5256 §2.1.
///
/// @param text as it was written, without them
/// @param isReply whether a mark of a reply or a forward was removed
public record BaseSubject(String text, boolean isReply) {

    /// @param subject decoded, as {@link HeaderText#decode(String)} gives it
    public static BaseSubject of(String subject) {
        return new Extraction(withSingleSpaces(subject)).run();
    }

    /// Step 1: tabs and line ends are spaces, and several are one.
    private static String withSingleSpaces(String subject) {
        StringBuilder text = new StringBuilder(subject.length());
        boolean afterSpace = false;
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!space) {
                text.append(c);
            } else if (!afterSpace) {
                text.append(' ');
            }
            afterSpace = space;
        }
        return text.toString();
    }

    /// The steps 2 to 6. Each takes from one end of what is left, so that all together look at each
    /// character a few times at most.
    private static final class Extraction {
        private static final String FORWARD_TRAILER = "(fwd)";
        private static final String FORWARD_BEGIN = "[fwd:";

        private final String text;
        private int from;
        private int to;
        private boolean isReply;

        Extraction(String text) {
            this.text = text;
            this.to = text.length();
        }

        BaseSubject run() {
            do {
                removeTrailers();
                removeLeaders();
            } while (removeForwardBrackets());
            return new BaseSubject(text.substring(from, to), isReply);
        }

        /// Step 2. `subj-trailer = "(fwd)" / WSP`
        private void removeTrailers() {
            while (true) {
                if (from < to && text.charAt(to - 1) == ' ') {
                    to--;
                } else if (isAt(FORWARD_TRAILER, to - FORWARD_TRAILER.length())) {
                    to -= FORWARD_TRAILER.length();
                    isReply = true;
                } else {
                    return;
                }
            }
        }

        /// Steps 3 to 5. `subj-leader = (*subj-blob subj-refwd) / WSP`
        private void removeLeaders() {
            while (true) {
                skipSpaces();
                int behindBlobs = behindBlobs(from);
                int behindMark = behindReplyMark(behindBlobs);
                if (behindMark > behindBlobs) {
                    from = behindMark;
                    isReply = true;
                } else {
                    removeBlobs(behindBlobs);
                    return;
                }
            }
        }

        private void skipSpaces() {
            while (from < to && text.charAt(from) == ' ') {
                from++;
            }
        }

        /// Step 4 until it has no more to do: the last blob stays where nothing else would.
        private void removeBlobs(int end) {
            while (from < end) {
                int behind = behindBlob(from);
                if (behind >= to) {
                    return;
                }
                from = behind;
            }
        }

        private int behindBlobs(int start) {
            int at = start;
            int behind = behindBlob(at);
            while (behind > at) {
                at = behind;
                behind = behindBlob(at);
            }
            return at;
        }

        /// `subj-blob = "[" *BLOBCHAR "]" *WSP`
        ///
        /// @return the start where there is none
        private int behindBlob(int start) {
            if (start >= to || text.charAt(start) != '[') {
                return start;
            }
            int at = start + 1;
            while (at < to && text.charAt(at) != '[' && text.charAt(at) != ']') {
                at++;
            }
            if (at >= to || text.charAt(at) != ']') {
                return start;
            }
            at++;
            while (at < to && text.charAt(at) == ' ') {
                at++;
            }
            return at;
        }

        /// `subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"`
        ///
        /// @return the start where there is none
        private int behindReplyMark(int start) {
            int at;
            if (isAt("re", start)) {
                at = start + 2;
            } else if (isAt("fwd", start)) {
                at = start + 3;
            } else if (isAt("fw", start)) {
                at = start + 2;
            } else {
                return start;
            }
            while (at < to && text.charAt(at) == ' ') {
                at++;
            }
            at = behindBlob(at);
            return at < to && text.charAt(at) == ':' ? at + 1 : start;
        }

        /// Step 6.
        private boolean removeForwardBrackets() {
            if (!isAt(FORWARD_BEGIN, from) || text.charAt(to - 1) != ']') {
                return false;
            }
            from += FORWARD_BEGIN.length();
            to--;
            isReply = true;
            return true;
        }

        /// Without ASCII case, and within what is left.
        private boolean isAt(String lower, int at) {
            return at >= from
                    && at + lower.length() <= to
                    && text.regionMatches(true, at, lower, 0, lower.length());
        }
    }
}
