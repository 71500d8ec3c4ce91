// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import java.util.Arrays;
import org.pabal.imap.response.ResponseWriter;

/// Trees of messages. A *node* is the place of a message, or, from the count of messages on, a dummy:
/// only a root can be one, and then it has two children at least.
public final class MessageThreads {
    private static final int NONE = -1;

    private final int messages;
    private final int[] firstChild;
    private final int[] lastChild;
    private final int[] nextSibling;
    private int firstRoot = NONE;
    private int lastRoot = NONE;

    MessageThreads(int messages, int nodes) {
        this.messages = messages;
        firstChild = new int[nodes];
        lastChild = new int[nodes];
        nextSibling = new int[nodes];
        Arrays.fill(firstChild, NONE);
        Arrays.fill(nextSibling, NONE);
    }

    /// Behind the roots so far.
    void addRoot(int node) {
        if (firstRoot == NONE) {
            firstRoot = node;
        } else {
            nextSibling[lastRoot] = node;
        }
        lastRoot = node;
    }

    /// Behind the parent's children so far.
    void addChild(int parent, int node) {
        if (firstChild[parent] == NONE) {
            firstChild[parent] = node;
        } else {
            nextSibling[lastChild[parent]] = node;
        }
        lastChild[parent] = node;
    }

    boolean hasChildren(int node) {
        return firstChild[node] != NONE;
    }

    /// What a message is called.
    public interface Numbers {
        /// @param place of the message
        long of(int place);
    }

    /// `*thread-list`, RFC 5256 §5: with a bracket around each of several siblings, and none where
    /// there is one.
    public void write(ResponseWriter out, Numbers numbers) throws IOException {
        int[] open =
                new int[16]; // nodes whose bracket is to be closed, then their sibling to follow
        int depth = 0;
        int node = firstRoot;
        while (node != NONE) {
            out.octet('(');
            int end = writeChain(out, numbers, node);
            if (firstChild[end] != NONE) {
                if (end < messages) {
                    out.octet(' ');
                }
                open = depth == open.length ? Arrays.copyOf(open, depth * 2) : open;
                open[depth++] = node;
                node = firstChild[end];
                continue;
            }
            out.octet(')');
            while (nextSibling[node] == NONE && depth > 0) {
                node = open[--depth];
                out.octet(')');
            }
            node = nextSibling[node];
        }
    }

    /// A node and those below it as long as each has one child.
    ///
    /// @return the last one
    private int writeChain(ResponseWriter out, Numbers numbers, int start) throws IOException {
        int node = start;
        if (node >= messages) {
            return node;
        }
        out.number(numbers.of(node));
        while (firstChild[node] != NONE && nextSibling[firstChild[node]] == NONE) {
            node = firstChild[node];
            out.octet(' ').number(numbers.of(node));
        }
        return node;
    }
}
