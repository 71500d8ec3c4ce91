// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pabal.imap.search.order.ThreadKeys.Subject;

/// Threads of messages that answer each other, by their references and, where these are missing, by
/// their subjects. RFC 5256 §3 REFERENCES.
///
/// Parents are all that is kept until the end. Siblings need no sorting then: messages are taken in
/// the order of their sent dates, and each goes behind the children of its parent.
final class References {
    private static final int NONE = ReferenceTree.NONE;

    private final ThreadKeys keys;
    private final int messages;
    private final int[] ordered;

    /// Of each node; dummies made by step 5 are behind those of step 1.
    private int[] parents;

    /// The first child of a dummy by sent date.
    private int[] firsts;

    private int nodes;

    private References(ThreadKeys keys) {
        this.keys = keys;
        this.messages = keys.count();
        this.ordered = keys.bySentDate();
        ReferenceTree tree = ReferenceTree.of(keys); // step 1
        this.nodes = tree.nodes();
        this.parents = new int[nodes];
        prune(tree);
        this.firsts = new int[nodes];
        findFirsts();
    }

    static MessageThreads of(ThreadKeys keys) {
        References references = new References(keys);
        references.gatherSubjects();
        return references.threads();
    }

    /// Steps 2 and 3: a dummy gives its children to what is above it, but at the top it stays where
    /// it has several.
    private void prune(ReferenceTree tree) {
        int[] above = aboveDummies(tree);
        int[] count = new int[nodes];
        for (int node = 0; node < messages; node++) {
            int parent = tree.parent(node);
            parents[node] = isDummy(parent) ? above[parent] : parent;
            if (isDummy(parents[node])) {
                count[parents[node]]++;
            }
        }
        for (int node = 0; node < messages; node++) {
            if (isDummy(parents[node]) && count[parents[node]] < 2) {
                parents[node] = NONE;
            }
        }
        Arrays.fill(parents, messages, nodes, NONE);
    }

    /// For each dummy the message above it, with nothing but dummies between; where there is none,
    /// the topmost dummy.
    private static int[] aboveDummies(ReferenceTree tree) {
        int[] above = new int[tree.nodes()];
        Arrays.fill(above, NONE);
        int[] path = new int[16];
        for (int node = 0; node < tree.nodes(); node++) {
            int length = 0;
            int at = node;
            while (tree.isDummy(at) && above[at] == NONE && tree.parent(at) != NONE) {
                path = length == path.length ? Arrays.copyOf(path, length * 2) : path;
                path[length++] = at;
                at = tree.parent(at);
            }
            int found = tree.isDummy(at) && above[at] != NONE ? above[at] : at;
            if (tree.isDummy(at)) {
                above[at] = found;
            }
            while (length > 0) {
                above[path[--length]] = found;
            }
        }
        return above;
    }

    private void findFirsts() {
        Arrays.fill(firsts, NONE);
        for (int node : ordered) {
            int parent = parents[node];
            if (isDummy(parent) && firsts[parent] == NONE) {
                firsts[parent] = node;
            }
        }
    }

    private boolean isDummy(int node) {
        return node >= messages;
    }

    /// The message by which a root is sorted, and which has the subject of the thread.
    private int first(int root) {
        return isDummy(root) ? firsts[root] : root;
    }

    private boolean isReply(int root) {
        return !isDummy(root) && keys.isReply(root);
    }

    /// Step 4: the roots by sent date.
    private int[] roots() {
        int[] roots = new int[messages];
        int used = 0;
        for (int node : ordered) {
            if (parents[node] == NONE) {
                roots[used++] = node;
            } else if (isDummy(parents[node])
                    && firsts[parents[node]] == node
                    && parents[parents[node]] == NONE) {
                roots[used++] = parents[node];
            }
        }
        return Arrays.copyOf(roots, used);
    }

    /// Step 5.
    private void gatherSubjects() {
        int[] roots = roots();
        Map<Subject, Integer> table = new HashMap<>();
        for (int root : roots) {
            Subject subject = keys.subject(first(root));
            if (!subject.isEmpty()) {
                table.merge(subject, root, this::better);
            }
        }
        for (int root : roots) {
            Subject subject = keys.subject(first(root));
            if (!subject.isEmpty()) {
                int known = table.getOrDefault(subject, root);
                if (known != root) {
                    table.put(subject, merge(known, root));
                }
            }
        }
    }

    /// Step 5.B: which of two is to stand for their subject.
    private int better(int known, int root) {
        return !isDummy(known) && (isDummy(root) || isReply(known) && !isReply(root))
                ? root
                : known;
    }

    /// Step 5.C.
    ///
    /// @return what stands for the subject now
    private int merge(int known, int root) {
        if (isDummy(known) && isDummy(root)) {
            parents[root] = known; // its children follow, see parentOf
            return known;
        }
        if (isDummy(known) || isReply(root) && !isReply(known)) {
            parents[root] = known;
            return known;
        }
        int dummy = newDummy();
        parents[known] = dummy;
        parents[root] = dummy;
        return dummy;
    }

    private int newDummy() {
        if (nodes == parents.length) {
            parents = Arrays.copyOf(parents, nodes * 2 + 16);
            firsts = Arrays.copyOf(firsts, parents.length);
        }
        parents[nodes] = NONE;
        firsts[nodes] = NONE;
        return nodes++;
    }

    /// Of a message: a dummy that became part of another one gave it its children.
    private int parentOf(int node) {
        int parent = parents[node];
        while (parent != NONE && isDummy(parent) && parents[parent] != NONE) {
            parent = parents[parent];
        }
        return parent;
    }

    /// Step 6.
    private MessageThreads threads() {
        MessageThreads threads = new MessageThreads(messages, nodes);
        for (int node : ordered) {
            int parent = parentOf(node);
            if (parent == NONE) {
                threads.addRoot(node);
                continue;
            }
            if (isDummy(parent) && !threads.hasChildren(parent)) {
                threads.addRoot(parent);
            }
            threads.addChild(parent, node);
        }
        return threads;
    }
}
