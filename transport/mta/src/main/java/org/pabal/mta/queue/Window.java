// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

/// How many attempts to make at a time: grows while they succeed, shrinks when they fail, like the
/// windows of TCP and the feedback of Postfix' queue manager.
///
/// - A success adds one; once the window has shrunk, each windowful of successes adds one.
/// - A failure halves it. Attempts that were under way at that time tell nothing new when they
///   fail too, and do not halve it again.
/// - A failure when nothing has succeeded since the window began, or when it is at one, is the
///   end: nothing is to be sent for a while. It begins anew at one.
///
/// Guarded by the schedule's lock.
final class Window {
    private final int most;
    private float size;
    private boolean hasShrunk;
    private boolean hasSucceeded;

    /// Attempts are numbered. Up to this one their failures have been counted.
    private long countedTo = -1;

    Window(int least, int most) {
        this.most = most;
        this.size = Math.min(least, most);
    }

    int size() {
        return (int) size;
    }

    /// Something has succeeded, and the end has not come since.
    boolean isProven() {
        return hasSucceeded;
    }

    void succeeded() {
        hasSucceeded = true;
        size = Math.min(most, size + (hasShrunk ? 1 / size : 1));
    }

    /// @param attempt its number
    /// @param latest the number of the attempt that began last
    /// @return true when nothing is to be sent for a while
    boolean failed(long attempt, long latest) {
        if (attempt <= countedTo) {
            return false;
        }
        countedTo = latest;
        boolean end = !hasSucceeded || size < 2;
        hasShrunk = !end;
        hasSucceeded &= !end;
        size = end ? 1 : size / 2;
        return end;
    }
}
