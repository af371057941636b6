package io.sluice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A class of tests with databases, and if need be processes, of its own, and without a gateway in this JVM, whose lines others would find in
 * their log: it runs while those do that follow one another. So do these: one such class at a time, and its tests in their order.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(BesideOthers.LANE)
public @interface BesideOthers {
    String LANE = "beside others";
}
