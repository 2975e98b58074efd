/**
 * What a node may remember of rows that any node writes, and how it notices within a
 * second that they have changed. It does not know what the rows mean: each table that is
 * remembered has a trigger that changes the version of its subject.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.freshness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
