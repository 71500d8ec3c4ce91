// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Who answers whom, as the references of messages tell: step 1 of REFERENCES, RFC 5256 §3.
///
/// A *node* is the place of a message, or, from the count of messages on, a dummy for an id that is
/// only referred to.
final class ReferenceTree {
    static final int NONE = -1;

    private final Map<String, Integer> nodes;
    private int[] parents;

    /// How many have it as their parent: a node without children is nobody's ancestor.
    private int[] children;

    private int used;

    private final int messages;

    private ReferenceTree(int messages) {
        this.messages = messages;
        nodes = new HashMap<>(messages * 2);
        parents = new int[Math.max(16, messages * 2)];
        children = new int[parents.length];
        Arrays.fill(parents, NONE);
        used = messages;
    }

    static ReferenceTree of(ThreadKeys keys) {
        ReferenceTree tree = new ReferenceTree(keys.count());
        for (int place = 0; place < keys.count(); place++) {
            // Of several with one id the first has it; the others are as if they had none.
            int own = place;
            keys.id(place).ifPresent(id -> tree.nodes.putIfAbsent(id, own));
        }
        for (int place = 0; place < keys.count(); place++) {
            tree.link(keys, place);
        }
        return tree;
    }

    private void link(ThreadKeys keys, int place) {
        int before = NONE;
        for (String reference : keys.references(place)) {
            int node = nodes.computeIfAbsent(reference, _ -> newDummy());
            if (before != NONE && parents[node] == NONE) {
                setParent(node, before);
            }
            before = node;
        }
        // What a message says of itself counts more than what others say of it.
        cutOff(place);
        if (before != NONE) {
            setParent(place, before);
        }
    }

    private int newDummy() {
        if (used == parents.length) {
            parents = Arrays.copyOf(parents, used * 2);
            children = Arrays.copyOf(children, used * 2);
            Arrays.fill(parents, used, parents.length, NONE);
        }
        return used++;
    }

    /// Unless that made a ring.
    private void setParent(int node, int parent) {
        if (!isWithin(parent, node)) {
            parents[node] = parent;
            children[parent]++;
        }
    }

    private void cutOff(int node) {
        if (parents[node] != NONE) {
            children[parents[node]]--;
            parents[node] = NONE;
        }
    }

    /// True when a node is another one or below it.
    private boolean isWithin(int node, int ancestor) {
        if (node == ancestor) {
            return true;
        }
        if (children[ancestor] == 0) {
            return false;
        }
        int at = parents[node];
        while (at != NONE) {
            if (at == ancestor) {
                return true;
            }
            at = parents[at];
        }
        return false;
    }

    /// Messages and dummies.
    int nodes() {
        return used;
    }

    boolean isDummy(int node) {
        return node >= messages;
    }

    /// {@link #NONE} at the top.
    int parent(int node) {
        return parents[node];
    }
}
