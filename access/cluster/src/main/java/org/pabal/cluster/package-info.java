// SPDX-License-Identifier: Apache-2.0

/// Hosts of one mail system that share nothing but a directory: how they come to trust each other, and
/// what they ask of each other.
@NullMarked
package org.pabal.cluster;

import org.jspecify.annotations.NullMarked;
