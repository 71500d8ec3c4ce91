// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

/// Sorts numbers by a comparison of what they stand for, without an object for each. Stable.
final class MergeSort {
    private static final int BY_INSERTION = 12;

    private MergeSort() {}

    interface Comparison {
        int compare(int one, int other);
    }

    static void sort(int[] numbers, Comparison comparison) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        boolean isInNumbers = true;
        for (int start = 0; start < numbers.length; start += BY_INSERTION) {
            insert(from, start, Math.min(numbers.length, start + BY_INSERTION), comparison);
        }
        for (long width = BY_INSERTION; width < numbers.length; width *= 2) {
            for (long start = 0; start < numbers.length; start += 2 * width) {
                int middle = (int) Math.min(numbers.length, start + width);
                int end = (int) Math.min(numbers.length, start + 2 * width);
                merge(from, to, (int) start, middle, end, comparison);
            }
            int[] swapped = from;
            from = to;
            to = swapped;
            isInNumbers = !isInNumbers;
        }
        if (!isInNumbers) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    private static void insert(int[] numbers, int start, int end, Comparison comparison) {
        for (int i = start + 1; i < end; i++) {
            int number = numbers[i];
            int at = i;
            while (at > start && comparison.compare(numbers[at - 1], number) > 0) {
                numbers[at] = numbers[at - 1];
                at--;
            }
            numbers[at] = number;
        }
    }

    private static void merge(
            int[] from, int[] to, int start, int middle, int end, Comparison comparison) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft =
                    right >= end
                            || left < middle && comparison.compare(from[left], from[right]) <= 0;
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
